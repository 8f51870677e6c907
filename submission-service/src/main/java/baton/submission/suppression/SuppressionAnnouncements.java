package baton.submission.suppression;

import baton.contracts.TopicRecord;
import baton.contracts.event.EventRecord;
import baton.submission.database.Sessions;
import baton.submission.outbox.Outbox;
import baton.submission.outbox.Untold;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Tells of changes of suppression lists on {@code baton.events.submission}, once a second: nobody
 * who changes a list waits for it. What is published again has the same event id.
 */
@Singleton
class SuppressionAnnouncements implements Untold<StoredSuppressionChange> {

  private static final Logger LOG = Logger.getLogger(SuppressionAnnouncements.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int AT_ONCE = 1_000;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Outbox outbox;
  private final AtomicBoolean telling = new AtomicBoolean();
  private volatile boolean failing;
  private volatile long round = -1;

  SuppressionAnnouncements(Vertx vertx, Sessions sessions, Outbox outbox) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.outbox = outbox;
  }

  /** After topics are made. */
  void begin(@Observes @Priority(9_000) StartupEvent event) {
    round = vertx.setPeriodic(ROUND.toMillis(), _ -> turn());
  }

  void end(@Observes ShutdownEvent event) {
    vertx.cancelTimer(round);
  }

  private void turn() {
    if (telling.compareAndSet(false, true)) {
      tell(outbox)
          .onTermination()
          .invoke(() -> telling.set(false))
          .subscribe()
          .with(_ -> failing = false, this::later);
    }
  }

  private void later(Throwable failure) {
    if (!failing) {
      LOG.warnf("changes of suppression lists are not told, later: %s", failure.getMessage());
    }
    failing = true;
  }

  @Override
  public Uni<List<StoredSuppressionChange>> some() {
    return sessions.reading(
        session ->
            session
                .createSelectionQuery(
                    "from StoredSuppressionChange order by time, id", StoredSuppressionChange.class)
                .setMaxResults(AT_ONCE)
                .getResultList());
  }

  @Override
  public TopicRecord record(StoredSuppressionChange change) {
    return EventRecord.of(change.event());
  }

  @Override
  public Uni<Void> strikeOff(List<StoredSuppressionChange> told) {
    List<UUID> ids = told.stream().map(change -> change.id).toList();
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery("delete from StoredSuppressionChange where id in :ids")
                    .setParameter("ids", ids)
                    .executeUpdate())
        .replaceWithVoid();
  }
}
