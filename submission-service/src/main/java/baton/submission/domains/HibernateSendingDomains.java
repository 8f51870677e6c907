package baton.submission.domains;

import baton.submission.admission.SendingDomain;
import baton.submission.admission.SendingDomains;
import baton.submission.admission.SigningKey;
import baton.submission.database.Remembered;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Sending domains in PostgreSQL. A domain in use is refreshed beside the mail that asks for it, so
 * that no message waits for a query; what has not been asked for in a while is asked anew.
 */
@Singleton
class HibernateSendingDomains implements SendingDomains {

  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration OLDEST = Duration.ofSeconds(10);

  private final Sessions sessions;
  private final KeyVault vault;
  private final Remembered<Optional<SendingDomain>> known;

  HibernateSendingDomains(Sessions sessions, KeyVault vault) {
    this.sessions = sessions;
    this.vault = vault;
    this.known = new Remembered<>(REFRESH, OLDEST, this::load);
  }

  @Override
  public Uni<Optional<SendingDomain>> find(String domain) {
    return known.get(domain);
  }

  void forget(String domain) {
    known.forget(domain);
  }

  /** The verified one, else one that was. */
  private Uni<Optional<SendingDomain>> load(String domain) {
    return sessions.reading(
        session ->
            session
                .createSelectionQuery(
                    """
                    from StoredDomain
                    where name = :name and (verifiedAt is not null or failingSince is not null)
                    order by verifiedAt nulls last, failingSince desc
                    """,
                    StoredDomain.class)
                .setParameter("name", domain)
                .setMaxResults(1)
                .getSingleResultOrNull()
                .chain(
                    row ->
                        row == null
                            ? Uni.createFrom().item(Optional.empty())
                            : KeyMaker.keysOf(session, row)
                                .map(keys -> Optional.of(open(row, keys)))));
  }

  private SendingDomain open(StoredDomain row, List<StoredKey> keys) {
    if (row.verifiedAt == null) {
      return new SendingDomain(row.name, row.account, List.of(), row.failingSince);
    }
    return new SendingDomain(
        row.name,
        row.account,
        keys.stream()
            .filter(key -> key.state == StoredKey.State.ACTIVE)
            .map(key -> new SigningKey(key.selector, vault.open(key, row.owner())))
            .toList(),
        null);
  }
}
