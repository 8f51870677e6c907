package baton.submission.protection;

import baton.submission.outbox.Outbox;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Pauses accounts and resumes them, and tells of it. */
@Singleton
public class Protection {

  private static final Logger LOG = Logger.getLogger(Protection.class);

  private final AccountPauses pauses;
  private final RememberedStandings standings;
  private final Thresholds thresholds;
  private final Outbox outbox;
  private final Clock clock = Clock.systemUTC();

  Protection(
      AccountPauses pauses, RememberedStandings standings, Thresholds thresholds, Outbox outbox) {
    this.pauses = pauses;
    this.standings = standings;
    this.thresholds = thresholds;
    this.outbox = outbox;
  }

  /**
   * Looks at accounts that something bad was told of. Never fails: where it cannot be done now, the
   * next bad news brings it up again.
   */
  public Uni<Void> review(Set<String> accounts) {
    return Multi.createFrom()
        .iterable(accounts)
        .onItem()
        .transformToUniAndConcatenate(this::review)
        .collect()
        .asList()
        .chain(this::announce)
        .onFailure()
        .invoke(e -> LOG.warnf("accounts not reviewed accounts=%s: %s", accounts, e.getMessage()))
        .onFailure()
        .recoverWithNull()
        .replaceWithVoid();
  }

  private Uni<Boolean> review(String account) {
    return reputation(account)
        .chain(
            reputation ->
                thresholds
                    .passedBy(reputation)
                    .map(reason -> pauseIfActive(account, reason))
                    .orElseGet(() -> Uni.createFrom().item(false)));
  }

  /** What counts of an account now. */
  public Uni<Reputation> reputation(String account) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return pauses.reputation(account, today.minusDays(thresholds.days()));
  }

  /** The account's pause; empty where it may send. */
  public Uni<Optional<Pause>> current(String account) {
    return pauses.current(account);
  }

  /**
   * Pauses an account by hand.
   *
   * @return false where it was paused already
   */
  public Uni<Boolean> pause(String account, String reason) {
    return pauseIfActive(account, reason).call(this::announce);
  }

  /**
   * Lets an account send again, with nothing counted.
   *
   * @return false where it was not paused
   */
  public Uni<Boolean> resume(String account) {
    return pauses
        .resume(account, now())
        .invoke(
            resumed -> {
              if (resumed) {
                standings.forget(account);
                LOG.infof("account resumed account=%s", account);
              }
            })
        .call(this::announce);
  }

  /** Forgets what was counted on days that do not count any more. */
  public Uni<Void> forgetOldDays() {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return pauses.forget(today.minusDays(thresholds.days()));
  }

  private Uni<Boolean> pauseIfActive(String account, String reason) {
    return pauses
        .pause(account, reason, now())
        .invoke(
            paused -> {
              if (paused) {
                standings.forget(account);
                LOG.warnf("account paused account=%s reason=\"%s\"", account, reason);
              }
            });
  }

  /** Publishes what has not been; what Kafka does not take now goes with the next one. */
  private Uni<Void> announce() {
    return pauses
        .tell(outbox)
        .onFailure()
        .invoke(e -> LOG.warnf("pause not told, later: %s", e.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  /** As precise as PostgreSQL keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
