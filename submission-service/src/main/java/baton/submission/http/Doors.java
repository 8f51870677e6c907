package baton.submission.http;

import baton.submission.admission.Credentials;
import baton.submission.admission.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those in who bring the key; before the body is read. Application scoped, because
 * Quarkus makes filters while it builds, before there is a Vert.x or an operator's setting.
 */
@ApplicationScoped
class Doors {

  private final Credentials credentials;
  private final Caller caller;
  private final Optional<String> adminKey;

  Doors(
      Credentials credentials,
      Caller caller,
      @ConfigProperty(name = "baton.admin-key") Optional<String> adminKey) {
    this.credentials = credentials;
    this.caller = caller;
    this.adminKey = adminKey;
  }

  @NeedsApiKey
  @ServerRequestFilter
  public Uni<@Nullable Response> account(
      ContainerRequestContext request, HttpServerRequest connection) {
    return Bearer.token(request)
        .map(
            key ->
                credentials
                    .authenticate(key)
                    .map(
                        known ->
                            known.isPresent()
                                ? enter(known.get(), connection)
                                : refused("This is no valid API key."))
                    .onFailure()
                    .recoverWithItem(
                        () ->
                            Problems.response(
                                Problems.unavailable("API keys cannot be checked now.").problem())))
        .orElseGet(
            () -> Uni.createFrom().item(refused("Send an API key: Authorization: Bearer KEY.")));
  }

  private @Nullable Response enter(Principal principal, HttpServerRequest connection) {
    SocketAddress peer = connection.remoteAddress();
    String literal = peer == null ? null : peer.hostAddress();
    if (literal == null || !principal.grant().coversAddress(InetAddress.ofLiteral(literal))) {
      return Problems.response(
          Problems.forbidden(
                  "network-not-granted",
                  "Network not granted",
                  "This API key may not be used from the address " + literal + ".")
              .problem());
    }
    caller.is(principal);
    return null;
  }

  @NeedsEitherKey
  @ServerRequestFilter
  public Uni<@Nullable Response> accountOrAdministrator(
      ContainerRequestContext request, HttpServerRequest connection) {
    if (adminKey.isPresent() && bringsAdminKey(request)) {
      caller.isAdministrator();
      return Uni.createFrom().nullItem();
    }
    return account(request, connection);
  }

  @NeedsAdminKey
  @ServerRequestFilter
  public @Nullable Response administrator(ContainerRequestContext request) {
    if (adminKey.isEmpty()) {
      return refused("This platform has no administrator's key (baton.admin-key is not set).");
    }
    return bringsAdminKey(request) ? null : refused("This is for the administrator's key only.");
  }

  private boolean bringsAdminKey(ContainerRequestContext request) {
    return Bearer.token(request).map(Doors::octets).map(this::isAdminKey).orElse(false);
  }

  private boolean isAdminKey(byte[] presented) {
    return MessageDigest.isEqual(presented, octets(adminKey.orElseThrow()));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Response refused(String detail) {
    return Problems.response(Problems.unauthorized(detail).problem());
  }
}
