package baton.submission.smtp;

import baton.smtp.grammar.Reply;
import baton.smtp.server.Credentials;
import baton.submission.admission.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets peers log in, and makes guessing slow and then futile. */
final class Logins {

  private static final Logger log = LoggerFactory.getLogger(Logins.class);

  private static final Reply LOGGED_IN = Reply.of(235, "2.7.0", "authenticated");
  private static final Reply WRONG_KEY = Reply.of(535, "5.7.8", "API key not valid here");
  private static final Reply NOBODY_KNOWS =
      Reply.of(454, "4.7.0", "API keys cannot be checked now; try again later");
  private static final Reply TURNED_AWAY =
      Reply.of(421, "4.7.0", "too many failed logins; try again later");

  private final Vertx vertx;
  private final baton.submission.admission.Credentials credentials;
  private final LoginGuard guard;
  private final LoginMetrics metrics;

  /**
   * What came of a login.
   *
   * @param principal who it is; null where the login failed
   */
  record Outcome(Reply reply, @Nullable Principal principal) {}

  Logins(
      Vertx vertx,
      baton.submission.admission.Credentials credentials,
      LoginGuard guard,
      LoginMetrics metrics) {
    this.vertx = vertx;
    this.credentials = credentials;
    this.guard = guard;
    this.metrics = metrics;
  }

  /** Never fails; a wrong key is answered late where it is not the first. */
  Future<Outcome> login(InetAddress address, Credentials login) {
    if (guard.turnsAway(address, login.user())) {
      log.info("login turned away peer={}", address.getHostAddress());
      metrics.turnedAway.increment();
      return Future.succeededFuture(new Outcome(TURNED_AWAY, null));
    }
    Promise<Outcome> promise = Promise.promise();
    credentials
        .authenticate(login.password())
        .map(found -> found.filter(somebody -> somebody.grant().coversAddress(address)))
        .subscribe()
        .with(
            found ->
                found.ifPresentOrElse(
                    principal -> {
                      guard.succeeded(address, login.user());
                      metrics.accepted.increment();
                      promise.complete(new Outcome(LOGGED_IN, principal));
                    },
                    () -> refuse(address, login, promise)),
            failure -> {
              log.warn("login not checked peer={}", address.getHostAddress(), failure);
              metrics.unavailable.increment();
              promise.complete(new Outcome(NOBODY_KNOWS, null));
            });
    return promise.future();
  }

  /** What has become of one who logged in a while ago; empty where the key has been revoked. */
  Uni<Optional<Principal>> recall(Principal known) {
    return credentials.recall(known);
  }

  private void refuse(InetAddress address, Credentials login, Promise<Outcome> promise) {
    Duration delay = guard.failed(address, login.user());
    log.info("login refused peer={} delay={}", address.getHostAddress(), delay);
    metrics.refused.increment();
    Outcome refused = new Outcome(WRONG_KEY, null);
    if (delay.isZero()) {
      promise.complete(refused);
    } else {
      vertx.setTimer(delay.toMillis(), _ -> promise.complete(refused));
    }
  }
}
