package baton.submission.idempotency;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Puts the room together. */
@Singleton
public class IdempotencyParts {

  /** How many may read events at the same time, and how many may wait for it. */
  private static final int READERS = 2;

  private static final int MOST_WAITING = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(6);

  private final Reservations reservations;
  private final AcceptedEvents events;
  private final ExecutorService readers;

  IdempotencyParts(
      Reservations reservations, @Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.reservations = reservations;
    this.events = new AcceptedEvents(kafka, PATIENCE);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            READERS,
            READERS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("submission-idempotency-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
    this.readers = pool;
  }

  /**
   * Repetitions for one outbox.
   *
   * @param lease as in {@link ReservedRepetitions}
   */
  public ReservedRepetitions repetitions(ReservedRepetitions.Producers producers, Duration lease) {
    return new ReservedRepetitions(reservations, events::hold, producers, lease, readers);
  }

  @PreDestroy
  void stop() {
    readers.shutdownNow();
  }
}
