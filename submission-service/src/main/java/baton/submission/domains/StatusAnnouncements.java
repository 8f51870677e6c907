package baton.submission.domains;

import baton.contracts.event.EventRecord;
import baton.submission.database.Sessions;
import baton.submission.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Tells of changes of status on {@code baton.events.submission}. What has been published and not
 * yet forgotten, because submission died in between, is published again under the same event id.
 */
@Singleton
class StatusAnnouncements {

  private static final int AT_ONCE = 100;

  private final Sessions sessions;
  private final Outbox outbox;

  StatusAnnouncements(Sessions sessions, Outbox outbox) {
    this.sessions = sessions;
    this.outbox = outbox;
  }

  /** Tells of all that have not been told; they stay where Kafka does not take them. */
  Uni<Void> announce() {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredStatusChange order by time, id", StoredStatusChange.class)
                    .setMaxResults(AT_ONCE)
                    .getResultList())
        .chain(
            changes ->
                changes.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : outbox
                        .publish(
                            changes.stream().map(change -> EventRecord.of(change.event())).toList())
                        .chain(() -> forget(changes))
                        .chain(
                            () ->
                                changes.size() < AT_ONCE
                                    ? Uni.createFrom().voidItem()
                                    : announce()));
  }

  private Uni<Void> forget(List<StoredStatusChange> changes) {
    List<UUID> ids = changes.stream().map(change -> change.id).toList();
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
