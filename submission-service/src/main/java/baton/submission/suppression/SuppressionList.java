package baton.submission.suppression;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.suppression.Suppression;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The accounts' suppression lists. */
@Singleton
public class SuppressionList {

  private static final Logger LOG = Logger.getLogger(SuppressionList.class);

  private final Sessions sessions;
  private final SuppressionTopic topic;
  private final SuppressionFront front;

  SuppressionList(Sessions sessions, SuppressionTopic topic, SuppressionFront front) {
    this.sessions = sessions;
    this.topic = topic;
    this.front = front;
  }

  /**
   * Puts an address on the list. One that is there already stays there for its first reason.
   *
   * @return completes when both PostgreSQL and the topic have it
   */
  public Uni<Void> add(Suppression suppression) {
    return sessions
        .writing(session -> insert(session, suppression))
        .invoke(() -> front.add(suppression))
        .chain(() -> topic.publish(suppression.toRecord()))
        .invoke(
            () ->
                LOG.infof(
                    "address suppressed account=%s recipient=%s reason=%s message=%s",
                    suppression.account(),
                    suppression.address(),
                    suppression.reason(),
                    suppression.messageId()));
  }

  /** Takes an address off the list; false where it was not there. */
  public Uni<Boolean> remove(String account, String address) {
    String key = Suppression.key(account, address);
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery("delete from StoredSuppression where key = :key")
                    .setParameter("key", key)
                    .executeUpdate())
        .chain(
            rows ->
                topic
                    .publish(new TopicRecord(Topic.SUPPRESSIONS, key, Map.of(), null))
                    .replaceWith(rows == 1))
        .invoke(() -> LOG.infof("address released account=%s recipient=%s", account, address));
  }

  /**
   * The newest entries first.
   *
   * @param limit how many at most
   */
  public Uni<List<Suppression>> list(String account, int limit) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredSuppression where account = :account order by since desc, key",
                        StoredSuppression.class)
                    .setParameter("account", account)
                    .setMaxResults(limit)
                    .getResultList())
        .map(rows -> rows.stream().map(StoredSuppression::suppression).toList());
  }

  private static Uni<Integer> insert(Mutiny.Session session, Suppression suppression) {
    return session
        .createNativeQuery(
            """
            insert into submission.suppression (key, account, address, reason, since, message_id)
            values (:key, :account, :address, :reason, :since, :messageId)
            on conflict (key) do nothing
            """)
        .setParameter("key", Suppression.key(suppression.account(), suppression.address()))
        .setParameter("account", suppression.account())
        .setParameter("address", suppression.address())
        .setParameter("reason", suppression.reason())
        .setParameter("since", suppression.since())
        .setParameter("messageId", suppression.messageId())
        .executeUpdate();
  }
}
