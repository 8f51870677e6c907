package baton.submission.idempotency;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what was kept for longer than was promised. */
@Singleton
class Sweep {

  private static final Logger log = LoggerFactory.getLogger(Sweep.class);
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final Reservations reservations;
  private final Vertx vertx;
  private long timer = -1;

  Sweep(Reservations reservations, Vertx vertx) {
    this.reservations = reservations;
    this.vertx = vertx;
  }

  void begin(@Observes StartupEvent event) {
    timer = vertx.setPeriodic(PERIOD.toMillis(), _ -> sweep());
  }

  void end(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void sweep() {
    reservations
        .sweep(KEPT)
        .subscribe()
        .with(
            swept -> log.debug("idempotency keys swept count={}", swept),
            failure -> log.warn("idempotency keys not swept cause={}", failure.toString()));
  }
}
