package baton.submission.domains;

import baton.submission.database.Sessions;
import baton.submission.domains.StoredKey.State;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.LockMode;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks into the DNS for a domain, and remembers what follows from what is there. */
@Singleton
class DomainChecks {

  private static final Logger LOG = Logger.getLogger(DomainChecks.class);

  /** While something is expected to appear. */
  private static final Duration SOON = Duration.ofHours(1);

  /** How long a new key is looked for that often. */
  private static final Duration EXPECTED = Duration.ofDays(3);

  private final Sessions sessions;
  private final DnsLook look;
  private final DnsZone zone;
  private final DomainTimes times;
  private final HibernateSendingDomains sendingDomains;
  private final Clock clock = Clock.systemUTC();

  DomainChecks(
      Sessions sessions,
      DnsLook look,
      DnsZone zone,
      DomainTimes times,
      HibernateSendingDomains sendingDomains) {
    this.sessions = sessions;
    this.look = look;
    this.zone = zone;
    this.times = times;
    this.sendingDomains = sendingDomains;
  }

  /**
   * Asks the DNS about a domain, and lets its status and its keys follow: a key whose record is
   * seen for the first time takes the place of its predecessor. Fails with {@link
   * DnsUnavailableException} where the DNS gives no answer about the required key; then nothing
   * changes.
   */
  Uni<Verification> check(UUID id) {
    return sessions
        .reading(
            session ->
                session
                    .find(StoredDomain.class, id)
                    .chain(
                        row ->
                            KeyMaker.keysOf(session, row)
                                .map(keys -> zone.records(row, keys, Instant.now(clock)))))
        .chain(look::at)
        .map(Findings::new)
        .chain(
            findings ->
                sessions
                    .writing(session -> heed(session, id, findings))
                    // Another account was verified at the same moment, and now that can be seen.
                    .onFailure(ConstraintViolationException.class)
                    .recoverWithUni(
                        () -> sessions.writing(session -> heed(session, id, findings))));
  }

  private Uni<Verification> heed(Mutiny.Session session, UUID id, Findings findings) {
    return session
        .find(StoredDomain.class, id, LockMode.PESSIMISTIC_WRITE)
        .chain(
            row ->
                KeyMaker.keysOf(session, row)
                    .chain(
                        keys ->
                            hasAnotherOwner(session, row)
                                .chain(taken -> heed(session, row, keys, findings, taken))));
  }

  private Uni<Verification> heed(
      Mutiny.Session session,
      StoredDomain row,
      List<StoredKey> keys,
      Findings findings,
      boolean taken) {
    Instant now = Instant.now(clock);
    DomainStatus before = row.status();
    Finding key = ofRequired(row, keys, findings);
    row.checkedAt = now;
    row.findings = findings.json();
    if (taken) {
      row.checkAt = next(row, keys, now);
      return item(
          new Verification(
              false,
              key.published()
                  ? "The DKIM key is published, but another account has shown before that "
                      + row.name
                      + " is its own."
                  : key.sentence()));
    }
    DomainStatus after =
        key.published()
            ? before.found(now)
            : key.absent() ? before.missed(now, times.grace()) : before;
    row.put(after);
    List<StoredKey> seen = stepAside(row, keys, findings, now);
    row.checkAt = next(row, keys, now);
    LOG.infof("domain checked account=%s domain=%s status=%s", row.account, row.name, after.word());
    // One key of each algorithm signs: the database must hear of the older one's end first.
    return session
        .flush()
        .invoke(() -> seen.forEach(next -> next.state = State.ACTIVE))
        .chain(() -> tell(session, row, before, after, key, now))
        .invoke(() -> sendingDomains.forget(row.name))
        .replaceWith(new Verification(after.verifiedAt() != null, sentence(key, after)));
  }

  /**
   * Retires the keys whose successors have been seen, and returns those. An Ed25519 key whose
   * record is gone signs no more until it is back; RSA does, for mail must be signed with
   * something.
   */
  private static List<StoredKey> stepAside(
      StoredDomain row, List<StoredKey> keys, Findings findings, Instant now) {
    List<StoredKey> seen = new ArrayList<>();
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      Optional<StoredKey> active = key(keys, algorithm, State.ACTIVE);
      Optional<StoredKey> pending = key(keys, algorithm, State.PENDING);
      if (pending.isPresent() && findings.of(pending.get(), row.name).published()) {
        active.ifPresent(key -> key.retire(now));
        seen.add(pending.get());
      } else if (algorithm != KeyAlgorithm.RSA
          && active.isPresent()
          && findings.of(active.get(), row.name).absent()) {
        if (pending.isPresent()) {
          active.get().retire(now);
        } else {
          active.get().state = State.PENDING;
        }
      }
    }
    return seen;
  }

  /** Of the RSA key that signs, or of its successor where that is there. */
  private static Finding ofRequired(StoredDomain row, List<StoredKey> keys, Findings findings) {
    Optional<Finding> next =
        key(keys, KeyAlgorithm.RSA, State.PENDING).map(key -> findings.of(key, row.name));
    Optional<Finding> signing =
        key(keys, KeyAlgorithm.RSA, State.ACTIVE).map(key -> findings.of(key, row.name));
    return next.filter(Finding::published)
        .or(() -> signing)
        .or(() -> next)
        .orElse(Finding.NOT_ASKED);
  }

  static Optional<StoredKey> key(List<StoredKey> keys, KeyAlgorithm algorithm, State state) {
    return keys.stream().filter(key -> key.is(algorithm, state)).findFirst();
  }

  /** Writes a change of status down beside the change itself, to be told later. */
  private Uni<Void> tell(
      Mutiny.Session session,
      StoredDomain row,
      DomainStatus before,
      DomainStatus after,
      Finding key,
      Instant now) {
    if (before.word().equals(after.word())) {
      return Uni.createFrom().voidItem();
    }
    LOG.infof(
        "domain status changed account=%s domain=%s status=%s previous=%s",
        row.account, row.name, after.word(), before.word());
    return session.persist(
        StoredStatusChange.of(row, before, after, key.sentence(), sendsUntil(after), now));
  }

  /** When a domain whose key is lost stops sending; null for others. */
  @Nullable Instant sendsUntil(DomainStatus status) {
    return status instanceof DomainStatus.Failing failing
        ? failing.sendsUntil(times.grace())
        : null;
  }

  private String sentence(Finding key, DomainStatus status) {
    Instant until = sendsUntil(status);
    return until == null
        ? key.sentence()
        : key.sentence() + ". The domain goes on sending until " + until + ".";
  }

  /** Domains are spread over the time between two looks. */
  private Instant next(StoredDomain row, List<StoredKey> keys, Instant now) {
    boolean expecting =
        keys.stream()
            .anyMatch(
                key -> key.state == State.PENDING && key.createdAt.plus(EXPECTED).isAfter(now));
    Duration pause =
        row.status() instanceof DomainStatus.Failing || expecting ? soon() : times.recheck();
    long millis = pause.toMillis();
    return now.plusMillis(
        millis + ThreadLocalRandom.current().nextLong(-millis / 10, millis / 10 + 1));
  }

  /** When to look again where the DNS gave no answer, or something should appear. */
  Duration soon() {
    return SOON.compareTo(times.recheck()) < 0 ? SOON : times.recheck();
  }

  private static Uni<Boolean> hasAnotherOwner(Mutiny.Session session, StoredDomain row) {
    return session
        .createSelectionQuery(
            """
            select count(*) from StoredDomain
            where name = :name and verifiedAt is not null and account <> :account
            """,
            Long.class)
        .setParameter("name", row.name)
        .setParameter("account", row.account)
        .getSingleResult()
        .map(count -> count > 0);
  }

  private static <T> Uni<T> item(T item) {
    return Uni.createFrom().item(item);
  }
}
