package baton.submission.suppression;

import baton.submission.database.Turn;
import baton.submission.outbox.Outbox;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Makes {@code baton.suppressions} follow PostgreSQL, and tells of changes on {@code
 * baton.events.submission}: once a second, one instance at a time, so that what was true earlier
 * never stands behind what was true later. Nobody who changes a list waits for it.
 */
@Singleton
class SuppressionPublisher {

  private static final Logger LOG = Logger.getLogger(SuppressionPublisher.class);
  private static final Duration ROUND = Duration.ofSeconds(1);

  private static final String PENDING = "select exists(select from submission.suppression_change)";

  /** No event comes of these: nothing has happened to the list. */
  private static final String TELL_ALL =
      """
      insert into submission.suppression_change (account, address, reason)
      select account, address, reason from submission.suppression
      """;

  private final Vertx vertx;
  private final Pool pool;
  private final Turn turn;
  private final Outbox outbox;
  private final AtomicBoolean telling = new AtomicBoolean();
  private volatile boolean failing;
  private volatile long round = -1;

  SuppressionPublisher(Vertx vertx, @ReactiveDataSource("submission") Pool pool, Outbox outbox) {
    this.vertx = vertx;
    this.pool = pool;
    this.turn = new Turn(pool, "baton.suppressions");
    this.outbox = outbox;
  }

  /** After topics are made. */
  void begin(@Observes @Priority(9_000) StartupEvent event) {
    round = vertx.setPeriodic(ROUND.toMillis(), _ -> tell());
  }

  /**
   * Before the outbox closes; what has not been told then is told by another instance, or later.
   */
  void end(@Observes @Priority(0) ShutdownEvent event) {
    vertx.cancelTimer(round);
  }

  /** Has all entries told once more: the topic has none. */
  Uni<Void> tellAll() {
    return pool.query(TELL_ALL)
        .execute()
        .invoke(
            rows -> {
              if (rows.rowCount() > 0) {
                LOG.infof("suppressions are published anew count=%d", rows.rowCount());
              }
            })
        .replaceWithVoid();
  }

  private void tell() {
    if (telling.compareAndSet(false, true)) {
      pool.query(PENDING)
          .execute()
          .chain(
              rows ->
                  rows.iterator().next().getBoolean(0)
                      ? turn.tryTake(connection -> new ListChanges(connection).tell(outbox))
                      : Uni.createFrom().voidItem())
          .onTermination()
          .invoke(() -> telling.set(false))
          .subscribe()
          .with(_ -> failing = false, this::later);
    }
  }

  private void later(Throwable failure) {
    // Once, and not every second.
    if (!failing) {
      LOG.warnf("changes of suppression lists not told, trying again: %s", failure.toString());
    }
    failing = true;
  }
}
