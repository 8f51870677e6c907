package baton.submission.domains;

import baton.submission.database.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.LockMode;
import org.jboss.logging.Logger;

/**
 * Looks at domains whose time has come. Each round of each instance takes some of those that are
 * due and puts them off, so that no other instance takes them too, and so that one whose instance
 * dies is taken again soon.
 */
@Singleton
class DomainPatrol {

  private static final Logger LOG = Logger.getLogger(DomainPatrol.class);
  private static final Duration ROUND = Duration.ofMinutes(1);
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final int AT_ONCE = 20;

  private final Vertx vertx;
  private final Sessions sessions;
  private final DomainChecks checks;
  private final KeyCare keyCare;
  private final StatusAnnouncements announcements;
  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile boolean stopped;
  private volatile long timer;

  DomainPatrol(
      Vertx vertx,
      Sessions sessions,
      DomainChecks checks,
      KeyCare keyCare,
      StatusAnnouncements announcements) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.checks = checks;
    this.keyCare = keyCare;
    this.announcements = announcements;
  }

  /** After topics are made; nobody waits for it. */
  void begin(@Observes @Priority(9_000) StartupEvent event) {
    keyCare
        .care()
        .subscribe()
        .with(_ -> {}, e -> LOG.warnf("DKIM keys not looked after: %s", e.toString()));
    timer = vertx.setPeriodic(ROUND.toMillis(), _ -> startRound());
  }

  void end(@Observes ShutdownEvent event) {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void startRound() {
    if (underWay.compareAndSet(false, true)) {
      round()
          .onTermination()
          .invoke(() -> underWay.set(false))
          .subscribe()
          .with(_ -> {}, e -> LOG.warnf("domains not checked, trying again: %s", e.toString()));
    }
  }

  /** Looks at all domains that are due, and tells of what has changed. */
  Uni<Void> round() {
    return checkDue().chain(announcements::announce);
  }

  private Uni<Void> checkDue() {
    return sessions
        .writing(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from StoredDomain where not exempt and checkAt <= :now order by checkAt
                        """,
                        StoredDomain.class)
                    .setParameter("now", Instant.now(clock))
                    .setMaxResults(AT_ONCE)
                    .setLockMode(LockMode.UPGRADE_SKIPLOCKED)
                    .getResultList()
                    .map(this::putOff))
        .chain(
            due ->
                due.isEmpty() || stopped
                    ? Uni.createFrom().voidItem()
                    : Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(this::check)
                        .collect()
                        .last()
                        .chain(this::checkDue));
  }

  private List<UUID> putOff(List<StoredDomain> due) {
    Instant again = Instant.now(clock).plus(LEASE);
    due.forEach(row -> row.checkAt = again);
    return due.stream().map(row -> row.id).toList();
  }

  /** One domain's trouble is not the next one's. */
  private Uni<Void> check(UUID id) {
    return checks
        .check(id)
        .replaceWithVoid()
        .onFailure()
        .recoverWithUni(
            e -> {
              LOG.infof("domain not checked id=%s: %s", id, e.getMessage());
              return sessions.writing(
                  session ->
                      session
                          .find(StoredDomain.class, id)
                          .invoke(row -> row.checkAt = Instant.now(clock).plus(checks.soon()))
                          .replaceWithVoid());
            });
  }
}
