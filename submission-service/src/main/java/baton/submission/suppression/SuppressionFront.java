package baton.submission.suppression;

import baton.contracts.suppression.Suppression;
import baton.submission.admission.Suppressions;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The lists' hashes in memory, before PostgreSQL: almost every recipient is on no list, and is let
 * past without a query. What memory takes for listed PostgreSQL confirms, so an address that was
 * taken off needs no removal here. Until memory is loaded, PostgreSQL is asked for all.
 */
@Singleton
class SuppressionFront implements Suppressions {

  private static final Logger LOG = Logger.getLogger(SuppressionFront.class);
  private static final int PAGE = 10_000;

  private final Sessions sessions;
  private final Hashes hashes = new Hashes();
  private volatile boolean loaded;

  SuppressionFront(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Map<String, String>> among(String account, Collection<String> recipients) {
    Map<String, List<String>> suspects = new HashMap<>();
    for (String recipient : recipients) {
      for (String list : List.of(account, Suppression.EVERY_ACCOUNT)) {
        String key = Suppression.key(list, recipient);
        if (!loaded || hashes.contains(key)) {
          suspects.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(recipient);
        }
      }
    }
    return suspects.isEmpty() ? Uni.createFrom().item(Map.of()) : confirm(account, suspects);
  }

  void add(Suppression suppression) {
    add(Suppression.key(suppression.account(), suppression.address()));
  }

  void add(String key) {
    hashes.add(key);
  }

  /** Reads all keys; whoever adds one meanwhile does no harm. */
  Uni<Void> load() {
    return loadAfter("")
        .invoke(
            () -> {
              loaded = true;
              LOG.infof("suppressions loaded count=%d", hashes.size());
            });
  }

  private Uni<Void> loadAfter(String last) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "select key from StoredSuppression where key > :last order by key",
                        String.class)
                    .setParameter("last", last)
                    .setMaxResults(PAGE)
                    .getResultList())
        .invoke(keys -> keys.forEach(hashes::add))
        .chain(
            keys -> keys.size() < PAGE ? Uni.createFrom().voidItem() : loadAfter(keys.getLast()));
  }

  /**
   * Asks PostgreSQL.
   *
   * @param suspects recipients, by the keys that they would have; they may differ in case
   */
  private Uni<Map<String, String>> confirm(String account, Map<String, List<String>> suspects) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredSuppression where key in :keys", StoredSuppression.class)
                    .setParameter("keys", List.copyOf(suspects.keySet()))
                    .getResultList())
        .map(
            rows -> {
              Map<String, String> found = new HashMap<>();
              for (StoredSuppression row : rows) {
                // The account's own reason goes before that of the list for all.
                boolean own = row.account.equals(account);
                for (String recipient : suspects.get(row.key)) {
                  found.merge(recipient, row.reason, (before, now) -> own ? now : before);
                }
              }
              return found;
            });
  }
}
