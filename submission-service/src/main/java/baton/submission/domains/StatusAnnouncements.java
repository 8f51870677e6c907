package baton.submission.domains;

import baton.contracts.TopicRecord;
import baton.contracts.event.EventRecord;
import baton.submission.database.Sessions;
import baton.submission.outbox.Outbox;
import baton.submission.outbox.Untold;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Tells of changes of status on {@code baton.events.submission}. What is published again has the
 * same event id.
 */
@Singleton
class StatusAnnouncements implements Untold<StoredStatusChange> {

  private static final int AT_ONCE = 100;

  private final Sessions sessions;
  private final Outbox outbox;

  StatusAnnouncements(Sessions sessions, Outbox outbox) {
    this.sessions = sessions;
    this.outbox = outbox;
  }

  /** Tells of all that have not been told; they stay where Kafka does not take them. */
  Uni<Void> announce() {
    return tell(outbox);
  }

  @Override
  public Uni<List<StoredStatusChange>> some() {
    return sessions.reading(
        session ->
            session
                .createSelectionQuery(
                    "from StoredStatusChange order by time, id", StoredStatusChange.class)
                .setMaxResults(AT_ONCE)
                .getResultList());
  }

  @Override
  public TopicRecord record(StoredStatusChange change) {
    return EventRecord.of(change.event());
  }

  @Override
  public Uni<Void> strikeOff(List<StoredStatusChange> told) {
    List<UUID> ids = told.stream().map(change -> change.id).toList();
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery("delete from StoredStatusChange where id in :ids")
                    .setParameter("ids", ids)
                    .executeUpdate())
        .replaceWithVoid();
  }
}
