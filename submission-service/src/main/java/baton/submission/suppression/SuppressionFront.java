package baton.submission.suppression;

import baton.contracts.suppression.Suppression;
import baton.submission.admission.Suppressions;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
    Map<String, String> suspects = new HashMap<>();
    for (String recipient : recipients) {
      String key = Suppression.key(account, recipient);
      if (!loaded || hashes.contains(key)) {
        suspects.put(recipient, key);
      }
    }
    return suspects.isEmpty() ? Uni.createFrom().item(Map.of()) : confirm(suspects);
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

  private Uni<Map<String, String>> confirm(Map<String, String> suspects) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredSuppression where key in :keys", StoredSuppression.class)
                    .setParameter("keys", List.copyOf(new HashSet<>(suspects.values())))
                    .getResultList())
        .map(
            rows -> {
              Map<String, String> reasons = new HashMap<>();
              rows.forEach(row -> reasons.put(row.key, row.reason));
              Map<String, String> found = new HashMap<>();
              suspects.forEach(
                  (recipient, key) -> {
                    String reason = reasons.get(key);
                    if (reason != null) {
                      found.put(recipient, reason);
                    }
                  });
              return found;
            });
  }
}
