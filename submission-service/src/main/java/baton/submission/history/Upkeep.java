package baton.submission.history;

import baton.submission.protection.Protection;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Makes the days that are to come and forgets those that are over. Each instance looks after it;
 * who comes second finds nothing to do.
 */
@Singleton
class Upkeep {

  private static final Logger LOG = Logger.getLogger(Upkeep.class);
  private static final Duration ROUND = Duration.ofMinutes(10);

  /** So many days are there before they begin, for nights in which nothing can be made. */
  private static final int DAYS_AHEAD = 3;

  private final Vertx vertx;
  private final DayTables tables;
  private final ErasedMessages erased;
  private final Protection protection;
  private final Retention retention;
  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private long timer;

  Upkeep(
      Vertx vertx,
      DayTables tables,
      ErasedMessages erased,
      Protection protection,
      Retention retention) {
    this.vertx = vertx;
    this.tables = tables;
    this.erased = erased;
    this.protection = protection;
    this.retention = retention;
  }

  /** Nobody waits for it: until it is done, what comes is kept among the later days. */
  void begin(@Observes @Priority(9_000) StartupEvent event) {
    startRound();
    timer = vertx.setPeriodic(ROUND.toMillis(), _ -> startRound());
  }

  void end(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void startRound() {
    if (underWay.compareAndSet(false, true)) {
      round(clock.instant())
          .onTermination()
          .invoke(() -> underWay.set(false))
          .subscribe()
          .with(_ -> {}, e -> LOG.warnf("history's days not kept, trying again: %s", e.toString()));
    }
  }

  /** Does what is to be done at that time. */
  Uni<Void> round(Instant now) {
    LocalDate first = retention.firstDay(now);
    return tables
        .keep(first, Days.of(now).plusDays(DAYS_AHEAD))
        .chain(() -> erased.sweep(first, now))
        .chain(protection::forgetOldDays);
  }
}
