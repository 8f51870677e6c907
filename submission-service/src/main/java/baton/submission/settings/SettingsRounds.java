package baton.submission.settings;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** When settings are published: changes every second, and all of them compared now and then. */
@Singleton
class SettingsRounds {

  private static final Logger LOG = Logger.getLogger(SettingsRounds.class);

  /** A revoked key is to be known everywhere within 5 seconds. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  private static final Duration COMPARISON = Duration.ofHours(1);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final SettingsPublisher publisher;
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicBoolean comparing = new AtomicBoolean();
  private volatile boolean failing;
  private volatile boolean stopped;
  private volatile long round = -1;
  private volatile long comparison = -1;

  SettingsRounds(Vertx vertx, SettingsPublisher publisher) {
    this.vertx = vertx;
    this.publisher = publisher;
  }

  /** After topics are made; nobody waits for it. */
  void begin(@Observes @Priority(9_000) StartupEvent event) {
    compare(this::compareInTurn);
    round = vertx.setPeriodic(ROUND.toMillis(), _ -> tell());
    comparison = vertx.setPeriodic(COMPARISON.toMillis(), _ -> compare(this::tryToCompare));
  }

  /**
   * Before the outbox closes; what has not been told then is told by another instance, or later.
   */
  void end(@Observes @Priority(0) ShutdownEvent event) {
    stopped = true;
    vertx.cancelTimer(round);
    vertx.cancelTimer(comparison);
  }

  private void tell() {
    alone(telling, publisher::tell)
        .subscribe()
        .with(
            _ -> failing = false,
            e -> {
              // Once, and not every second.
              if (!failing) {
                LOG.warnf("settings not told, trying again: %s", e.toString());
              }
              failing = true;
            });
  }

  private void compare(Supplier<Uni<? extends Void>> how) {
    alone(comparing, how)
        .subscribe()
        .with(_ -> {}, e -> LOG.debugf("settings not compared: %s", e.toString()));
  }

  /** Whatever this instance was configured with is not on the topic before it has compared. */
  private Uni<Void> compareInTurn() {
    return tryToCompare(turn -> turn || stopped);
  }

  /** Whoever has the turn then is at it, or the next hour's instance will be. */
  private Uni<Void> tryToCompare() {
    return tryToCompare(_ -> true);
  }

  private Uni<Void> tryToCompare(Predicate<Boolean> enough) {
    return Uni.createFrom()
        .deferred(publisher::compare)
        .onFailure()
        .invoke(e -> LOG.warnf("settings not compared, trying again: %s", e.toString()))
        .onFailure(_ -> !stopped)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .repeat()
        .withDelay(FIRST_PAUSE)
        .until(enough)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static Uni<Void> alone(AtomicBoolean underWay, Supplier<Uni<? extends Void>> work) {
    return underWay.compareAndSet(false, true)
        ? Uni.createFrom().deferred(work).onTermination().invoke(() -> underWay.set(false))
        : Uni.createFrom().voidItem();
  }
}
