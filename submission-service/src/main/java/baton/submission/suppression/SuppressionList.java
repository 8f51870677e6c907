package baton.submission.suppression;

import baton.contracts.suppression.Suppression;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * The accounts' suppression lists, and the one that holds for all accounts. Each change is noted in
 * the statement that makes it, and told by {@link SuppressionPublisher}.
 */
@Singleton
public class SuppressionList {

  private static final Logger LOG = Logger.getLogger(SuppressionList.class);

  private static final String ADD =
      """
      with added as (
        insert into submission.suppression (key, account, address, reason, since, message_id)
        values (:key, :account, :address, :reason, :since, :messageId)
        on conflict (key) do nothing
        returning account, address, reason, message_id)
      insert into submission.suppression_change (account, address, reason, message_id, added)
      select account, address, reason, message_id, true from added
      """;

  private static final String REMOVE =
      """
      with removed as (
        delete from submission.suppression where key = :key
        returning account, address, reason, message_id)
      insert into submission.suppression_change (account, address, reason, message_id, added)
      select account, address, reason, message_id, false from removed
      """;

  private static final int PAGE = 1_000;

  private final Sessions sessions;
  private final SuppressionFront front;

  SuppressionList(Sessions sessions, SuppressionFront front) {
    this.sessions = sessions;
    this.front = front;
  }

  /**
   * Puts an address on the list. One that is there already stays there for its first reason.
   *
   * @return the entry that stands there
   */
  public Uni<Suppression> add(Suppression suppression) {
    return sessions
        .writing(session -> insert(session, suppression))
        .invoke(
            rows -> {
              front.add(suppression);
              if (rows == 1) {
                LOG.infof(
                    "address suppressed account=%s recipient=%s reason=%s message=%s",
                    suppression.account(),
                    suppression.address(),
                    suppression.reason(),
                    suppression.messageId());
              }
            })
        .chain(
            rows ->
                rows == 1
                    ? Uni.createFrom().item(suppression)
                    : find(suppression.account(), suppression.address())
                        .map(found -> found.orElse(suppression)));
  }

  /**
   * Puts addresses on the list. What is there already stays there for its first reason.
   *
   * @param suppressions of one account, each address once
   * @return how many are new
   */
  public Uni<Integer> addAll(String account, List<Suppression> suppressions) {
    return sessions
        .writing(session -> insertAll(session, suppressions))
        .invoke(
            added -> {
              suppressions.forEach(front::add);
              LOG.infof(
                  "addresses suppressed account=%s count=%d new=%d",
                  account, suppressions.size(), added);
            });
  }

  /** All of an account's entries, page after page. */
  public Multi<List<Suppression>> all(String account) {
    return Multi.createBy()
        .repeating()
        .uni(
            () -> new AtomicReference<>(""),
            last ->
                page(account, last.get())
                    .invoke(
                        page -> {
                          if (!page.isEmpty()) {
                            last.set(Suppression.key(account, page.getLast().address()));
                          }
                        }))
        .whilst(page -> page.size() == PAGE);
  }

  private Uni<List<Suppression>> page(String account, String after) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredSuppression where account = :account and key > :after"
                            + " order by key",
                        StoredSuppression.class)
                    .setParameter("account", account)
                    .setParameter("after", after)
                    .setMaxResults(PAGE)
                    .getResultList())
        .map(rows -> rows.stream().map(StoredSuppression::suppression).toList());
  }

  /** The entry of an address; empty where it is not on the list. */
  public Uni<Optional<Suppression>> find(String account, String address) {
    return sessions
        .reading(
            session -> session.find(StoredSuppression.class, Suppression.key(account, address)))
        .map(row -> Optional.ofNullable(row).map(StoredSuppression::suppression));
  }

  /** Takes an address off the list; false where it was not there. */
  public Uni<Boolean> remove(String account, String address) {
    String key = Suppression.key(account, address);
    return sessions
        .writing(
            session -> session.createNativeQuery(REMOVE).setParameter("key", key).executeUpdate())
        .map(rows -> rows == 1)
        .invoke(
            removed -> {
              if (removed) {
                LOG.infof("address released account=%s recipient=%s", account, address);
              }
            });
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

  private static Uni<Integer> insertAll(Mutiny.Session session, List<Suppression> suppressions) {
    return Multi.createFrom()
        .iterable(suppressions)
        .onItem()
        .transformToUniAndConcatenate(suppression -> insert(session, suppression))
        .collect()
        .with(Collectors.summingInt(rows -> rows));
  }

  private static Uni<Integer> insert(Mutiny.Session session, Suppression suppression) {
    return session
        .createNativeQuery(ADD)
        .setParameter("key", Suppression.key(suppression.account(), suppression.address()))
        .setParameter("account", suppression.account())
        .setParameter("address", suppression.address())
        .setParameter("reason", suppression.reason())
        .setParameter("since", suppression.since())
        .setParameter("messageId", suppression.messageId())
        .executeUpdate();
  }
}
