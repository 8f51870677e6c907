package baton.standalone.mailbox.pages;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Marks what only pages of this machine may read. The mailbox has no password, for it listens on
 * loopback; but a web page from anywhere can point a name of its own at 127.0.0.1 (DNS rebinding)
 * and would then be of the same origin. Such a request names a foreign host, and is refused.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@interface ThisMachineOnly {

  /** Whether a request may come in by the name that it asks for. */
  final class HostCheck {

    /** Not by the Host field: HTTP/2 has none. */
    @ThisMachineOnly
    @ServerRequestFilter
    public @Nullable Response check(HttpServerRequest request) {
      HostAndPort authority = request.authority();
      String host = authority == null ? "" : authority.host().toLowerCase(Locale.ROOT);
      if (isThisMachine(host) || furtherHosts().contains(host)) {
        return null;
      }
      return Response.status(421)
          .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
          .entity(
              "The mailbox answers to localhost and to IP addresses. To reach it by another"
                  + " name, set BATON_MAILBOX_HOSTS to that name.\n")
          .build();
    }

    /** Asked late: filters are made before the settings of this run are known. */
    private static List<String> furtherHosts() {
      return ConfigProvider.getConfig()
          .getOptionalValues("baton.mailbox-hosts", String.class)
          .orElse(List.of());
    }

    /** A name that is an address cannot be pointed elsewhere. */
    static boolean isThisMachine(String host) {
      return host.equals("localhost")
          || host.endsWith(".localhost")
          || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")
          || host.matches("\\[[0-9a-f:.]+]");
    }
  }

  /** What every answer forbids browsers to do with it, unless it says otherwise itself. */
  @Provider
  @ThisMachineOnly
  final class Walls implements ContainerResponseFilter {
    private static final String POLICY =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self';"
            + " img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none';"
            + " frame-ancestors 'none'";

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
      MultivaluedMap<String, Object> headers = response.getHeaders();
      headers.putSingle("X-Content-Type-Options", "nosniff");
      headers.putSingle("Referrer-Policy", "no-referrer");
      headers.putSingle("X-DNS-Prefetch-Control", "off");
      headers.putSingle("Cross-Origin-Opener-Policy", "same-origin");
      headers.putSingle("Cache-Control", "no-store");
      if (!headers.containsKey("Content-Security-Policy")) {
        headers.putSingle("Content-Security-Policy", POLICY);
      }
    }
  }
}
