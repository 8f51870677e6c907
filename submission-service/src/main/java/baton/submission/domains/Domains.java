package baton.submission.domains;

import baton.contracts.MessageId;
import baton.submission.database.Sessions;
import baton.submission.domains.StoredKey.State;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The sending domains of the accounts. */
@Singleton
public class Domains {

  private static final Logger LOG = Logger.getLogger(Domains.class);

  /** The keys that sign before those that are to follow and those that are past. */
  private static final Comparator<StoredKey> BY_USE =
      Comparator.comparing((StoredKey key) -> key.state == State.ACTIVE ? 0 : 1)
          .thenComparing(key -> key.state)
          .thenComparing(key -> key.algorithm);

  private final Sessions sessions;
  private final KeyMaker keyMaker;
  private final DomainChecks checks;
  private final DnsZone zone;
  private final StatusAnnouncements announcements;
  private final HibernateSendingDomains sendingDomains;
  private final Clock clock = Clock.systemUTC();

  Domains(
      Sessions sessions,
      KeyMaker keyMaker,
      DomainChecks checks,
      DnsZone zone,
      StatusAnnouncements announcements,
      HibernateSendingDomains sendingDomains) {
    this.sessions = sessions;
    this.keyMaker = keyMaker;
    this.checks = checks;
    this.zone = zone;
    this.announcements = announcements;
    this.sendingDomains = sendingDomains;
  }

  /**
   * Takes a domain in and makes its DKIM keys; asking for one that the account has already changes
   * nothing.
   *
   * @param name in lower case and A-labels
   */
  public Uni<Domain> create(String account, String name) {
    return sessions
        .writing(session -> insert(session, account, name))
        .invoke(
            rows -> {
              if (rows > 0) {
                LOG.infof("domain created account=%s domain=%s", account, name);
              }
            })
        .chain(() -> row(account, name))
        .chain(row -> keyMaker.complete(row.orElseThrow()))
        .chain(() -> find(account, name))
        .map(Optional::orElseThrow);
  }

  /** The account's domains, by name. */
  public Uni<List<Domain>> list(String account) {
    return sessions.reading(
        session ->
            session
                .createSelectionQuery(
                    "from StoredDomain where account = :account order by name", StoredDomain.class)
                .setParameter("account", account)
                .getResultList()
                .chain(rows -> withKeys(session, rows)));
  }

  /** The account's domain of that name; empty where it has none. */
  public Uni<Optional<Domain>> find(String account, String name) {
    return sessions.reading(
        session ->
            select(session, account, name)
                .chain(row -> withKeys(session, row.stream().toList()))
                .map(domains -> domains.stream().findFirst()));
  }

  /**
   * Looks into the DNS for the domain's records, and remembers what came of it. Empty where the
   * account has no such domain. Fails with {@link DnsUnavailableException} where the DNS gives no
   * answer; then nothing changes.
   */
  public Uni<Optional<Verification>> verify(String account, String name) {
    return row(account, name)
        .chain(row -> row.isEmpty() ? nothing() : verify(row.get()).map(Optional::of));
  }

  /**
   * Makes successors of the domain's DKIM keys, under selectors of their own. Each signs when its
   * record has been seen; until then its predecessor does. A key that has a successor already gets
   * no other. Empty where the account has no such domain.
   */
  public Uni<Optional<Domain>> rotate(String account, String name) {
    return row(account, name)
        .chain(
            row ->
                row.isEmpty()
                    ? nothing()
                    : keyMaker
                        .succeed(row.get())
                        .chain(() -> lookSoon(account, name))
                        .chain(() -> find(account, name)));
  }

  /**
   * Sees to it that the account has the domain, verified without asking the DNS: for standalone's
   * demo domains, which no DNS knows.
   *
   * @throws IllegalStateException (as the failure of the result) where another account has it
   */
  public Uni<Void> ensureVerified(String account, String name) {
    return create(account, name)
        .chain(() -> sessions.writing(session -> exempt(session, account, name)))
        .onFailure(ConstraintViolationException.class)
        .transform(_ -> new IllegalStateException(name + " is another account's domain"))
        .invoke(
            () -> {
              sendingDomains.forget(name);
              LOG.infof("domain ready account=%s domain=%s", account, name);
            });
  }

  private Uni<Verification> verify(StoredDomain row) {
    if (row.exempt) {
      return Uni.createFrom()
          .item(new Verification(true, "The operator has named this domain the account's own."));
    }
    return checks
        .check(row.id)
        .call(
            () ->
                announcements
                    .announce()
                    .onFailure()
                    .recoverWithItem(
                        e -> {
                          LOG.warnf("change of status not yet told: %s", e.getMessage());
                          return null;
                        }));
  }

  private Uni<Void> exempt(Mutiny.Session session, String account, String name) {
    Instant now = Instant.now(clock);
    return select(session, account, name)
        .map(Optional::orElseThrow)
        .invoke(
            row -> {
              row.exempt = true;
              row.put(new DomainStatus.Verified(now));
            })
        .chain(row -> KeyMaker.keysOf(session, row))
        .invoke(
            keys -> {
              for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
                if (DomainChecks.key(keys, algorithm, State.ACTIVE).isEmpty()) {
                  DomainChecks.key(keys, algorithm, State.PENDING)
                      .ifPresent(key -> key.state = State.ACTIVE);
                }
              }
            })
        .replaceWithVoid();
  }

  private Uni<Integer> insert(Mutiny.Session session, String account, String name) {
    Instant now = Instant.now(clock);
    return session
        .createNativeQuery(
            """
            insert into submission.sending_domain (id, account, name, created_at, check_at)
            values (:id, :account, :name, :createdAt, :checkAt)
            on conflict (account, name) do nothing
            """)
        .setParameter("id", MessageId.next())
        .setParameter("account", account)
        .setParameter("name", name)
        .setParameter("createdAt", now)
        .setParameter("checkAt", now.plus(checks.soon()))
        .executeUpdate();
  }

  private Uni<Void> lookSoon(String account, String name) {
    Instant soon = Instant.now(clock).plus(checks.soon());
    LOG.infof("domain keys rotated account=%s domain=%s", account, name);
    return sessions
        .writing(
            session ->
                select(session, account, name)
                    .invoke(
                        row ->
                            row.filter(known -> known.checkAt.isAfter(soon))
                                .ifPresent(known -> known.checkAt = soon)))
        .invoke(() -> sendingDomains.forget(name))
        .replaceWithVoid();
  }

  private Uni<Optional<StoredDomain>> row(String account, String name) {
    return sessions.reading(session -> select(session, account, name));
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

  private Uni<List<Domain>> withKeys(Mutiny.Session session, List<StoredDomain> rows) {
    return KeyMaker.keysOf(session, rows.stream().map(row -> row.id).toList())
        .map(
            keys ->
                rows.stream()
                    .map(
                        row ->
                            domain(
                                row,
                                keys.stream().filter(key -> key.domain.equals(row.id)).toList()))
                    .toList());
  }

  private Domain domain(StoredDomain row, List<StoredKey> keys) {
    Findings findings = Findings.read(row.findings);
    List<StoredKey> shown = new ArrayList<>(keys);
    shown.sort(BY_USE);
    return new Domain(
        row.name,
        row.createdAt,
        row.status(),
        checks.sendsUntil(row.status()),
        row.checkedAt,
        zone.records(row, shown, Instant.now(clock)).stream()
            .map(record -> new Domain.Entry(record, findings.of(record)))
            .toList());
  }

  private static <T> Uni<Optional<T>> nothing() {
    return Uni.createFrom().item(Optional.empty());
  }
}
