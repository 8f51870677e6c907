package baton.submission.domains;

import baton.contracts.MessageId;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The sending domains of the accounts. */
@Singleton
public class Domains {

  private static final Logger LOG = Logger.getLogger(Domains.class);

  private final Sessions sessions;
  private final TextRecords dns;
  private final KeyVault vault;
  private final DnsZone zone;
  private final HibernateSendingDomains sendingDomains;
  private final Clock clock = Clock.systemUTC();

  Domains(
      Sessions sessions,
      TextRecords dns,
      KeyVault vault,
      DnsZone zone,
      HibernateSendingDomains sendingDomains) {
    this.sessions = sessions;
    this.dns = dns;
    this.vault = vault;
    this.zone = zone;
    this.sendingDomains = sendingDomains;
  }

  /**
   * Takes a domain in and makes its DKIM key; asking for one that the account has already changes
   * nothing.
   *
   * @param name in lower case and A-labels
   */
  public Uni<Domain> create(String account, String name) {
    return find(account, name)
        .chain(
            known ->
                known.isPresent()
                    ? Uni.createFrom().item(known.get())
                    : insert(account, name)
                        .chain(() -> find(account, name))
                        .map(Optional::orElseThrow));
  }

  /** The account's domains, by name. */
  public Uni<List<Domain>> list(String account) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredDomain where account = :account order by name",
                        StoredDomain.class)
                    .setParameter("account", account)
                    .getResultList())
        .map(rows -> rows.stream().map(this::domain).toList());
  }

  /** The account's domain of that name; empty where it has none. */
  public Uni<Optional<Domain>> find(String account, String name) {
    return sessions
        .reading(session -> select(session, account, name))
        .map(row -> row.map(this::domain));
  }

  /**
   * Looks into the DNS whether the domain's DKIM key is published, and remembers what came of it.
   * Empty where the account has no such domain. Where the DNS gives no answer nothing changes.
   */
  public Uni<Optional<Verification>> verify(String account, String name) {
    return sessions
        .reading(session -> select(session, account, name))
        .chain(
            row ->
                row.isEmpty()
                    ? Uni.createFrom().item(Optional.<Verification>empty())
                    : verify(row.get()).map(Optional::of));
  }

  /**
   * Sees to it that the account has the domain, verified without asking the DNS: for standalone's
   * demo domains, which no DNS knows.
   *
   * @throws IllegalStateException (as the failure of the result) where another account has it
   */
  public Uni<Void> ensureVerified(String account, String name) {
    return create(account, name)
        .chain(() -> setVerified(account, name, row -> row.exempt = true))
        .invoke(
            done -> {
              if (!done) {
                throw new IllegalStateException(name + " is another account's domain");
              }
              LOG.infof("domain ready account=%s domain=%s", account, name);
            })
        .replaceWithVoid();
  }

  private Uni<Void> insert(String account, String name) {
    return Uni.createFrom()
        .item(DkimKey::generate)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(keys -> sessions.writing(session -> insert(session, account, name, keys)))
        .invoke(() -> LOG.infof("domain created account=%s domain=%s", account, name));
  }

  private Uni<Void> insert(Mutiny.Session session, String account, String name, KeyPair keys) {
    StoredDomain row =
        new StoredDomain(
            MessageId.next(), account, name, DnsZone.selector(account), Instant.now(clock));
    return session
        .createNativeQuery(
            """
            insert into submission.sending_domain
              (id, account, name, selector, sealed_key, public_key, created_at)
            values (:id, :account, :name, :selector, :sealedKey, :publicKey, :createdAt)
            on conflict (account, name) do nothing
            """)
        .setParameter("id", row.id)
        .setParameter("account", row.account)
        .setParameter("name", row.name)
        .setParameter("selector", row.selector)
        .setParameter("sealedKey", vault.seal(keys.getPrivate(), row.owner()))
        .setParameter("publicKey", keys.getPublic().getEncoded())
        .setParameter("createdAt", row.createdAt)
        .executeUpdate()
        .replaceWithVoid();
  }

  private Uni<Verification> verify(StoredDomain row) {
    if (row.exempt) {
      return Uni.createFrom()
          .item(new Verification(true, "The operator has named this domain the account's own."));
    }
    return dns.find(DnsZone.keyName(row.selector, row.name))
        .chain(records -> remember(row, zone.judge(records, row)))
        .invoke(
            found ->
                LOG.infof(
                    "domain checked account=%s domain=%s verified=%s",
                    row.account, row.name, found.verified()));
  }

  private Uni<Verification> remember(StoredDomain row, Verification found) {
    if (!found.verified()) {
      return change(row.account, row.name, stored -> stored.verifiedAt = null).replaceWith(found);
    }
    return setVerified(row.account, row.name, _ -> {})
        .map(
            done ->
                done
                    ? found
                    : new Verification(
                        false,
                        "The DKIM key is published, but another account has shown before that "
                            + row.name
                            + " is its own."));
  }

  /** Whether it could be done: only one account can have shown that a domain is its own. */
  private Uni<Boolean> setVerified(String account, String name, Consumer<StoredDomain> change) {
    return change(
            account,
            name,
            row -> {
              row.verifiedAt = Instant.now(clock);
              change.accept(row);
            })
        .replaceWith(true)
        .onFailure(ConstraintViolationException.class)
        .recoverWithItem(false);
  }

  private Uni<Void> change(String account, String name, Consumer<StoredDomain> change) {
    return sessions
        .writing(
            session ->
                select(session, account, name).invoke(row -> change.accept(row.orElseThrow())))
        .invoke(() -> sendingDomains.forget(name))
        .replaceWithVoid();
  }

  private static Uni<Optional<StoredDomain>> select(
      Mutiny.Session session, String account, String name) {
    return session
        .createSelectionQuery(
            "from StoredDomain where account = :account and name = :name", StoredDomain.class)
        .setParameter("account", account)
        .setParameter("name", name)
        .getSingleResultOrNull()
        .map(Optional::ofNullable);
  }

  private Domain domain(StoredDomain row) {
    return new Domain(row.name, row.createdAt, row.verifiedAt, zone.records(row));
  }
}
