package baton.submission.history;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells what became of a message. */
@Singleton
public class History {

  private static final Logger LOG = Logger.getLogger(History.class);

  /** How long the projection usually takes, to spare Kafka the question. */
  private static final Duration USUAL_LAG = Duration.ofMillis(150);

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** How long somebody waits for Kafka at most, those before him included. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  /** Clocks of two machines may differ by this. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final int MOST_WAITING = 64;

  private final PastEvents events;
  private final EventTail tail;
  private final ErasedMessages erased;
  private final Retention retention;
  private final Clock clock = Clock.systemUTC();
  private final ExecutorService reader =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("submission-history-tail").factory());

  History(PastEvents events, EventTail tail, ErasedMessages erased, Retention retention) {
    this.events = events;
    this.tail = tail;
    this.erased = erased;
    this.retention = retention;
  }

  /**
   * The account's message; empty where the account has none of that id. Never empty for a message
   * that has been accepted, however far the projection is behind: fails with {@link
   * HistoryUnavailableException} where that cannot be told now.
   */
  public Uni<Optional<MessageHistory>> find(String account, UUID messageId) {
    return events
        .of(account, messageId)
        .chain(
            found ->
                accepted(found) || !mayBeOnItsWay(messageId)
                    ? Uni.createFrom().item(found)
                    : lookAgain(account, messageId))
        .map(MessageHistory::of);
  }

  /**
   * Whether history may have known the message and keeps nothing of it any more: it is too old, or
   * its recipient was erased.
   */
  public Uni<Boolean> hasLetGo(UUID messageId) {
    return retention.hasLetGo(messageId, clock.instant())
        ? Uni.createFrom().item(true)
        : erased.contain(messageId);
  }

  private Uni<List<PastEvent>> lookAgain(String account, UUID messageId) {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(USUAL_LAG)
        .chain(() -> events.of(account, messageId))
        .chain(
            found -> accepted(found) ? Uni.createFrom().item(found) : fromTail(account, messageId));
  }

  private Uni<List<PastEvent>> fromTail(String account, UUID messageId) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    return Uni.createFrom()
        .item(() -> read(messageId, deadline))
        .runSubscriptionOn(reader)
        .onFailure(RejectedExecutionException.class)
        .recoverWithItem(Optional.empty())
        .ifNoItem()
        .after(LONGEST_WAIT)
        .recoverWithItem(Optional.empty())
        .map(
            read ->
                read.orElseThrow(
                    () -> new HistoryUnavailableException("Kafka did not answer in time", null)))
        .map(found -> found.stream().filter(event -> event.account().equals(account)).toList())
        .chain(erased::without)
        .chain(
            found ->
                // What the projection passed after the first question is in PostgreSQL by now.
                accepted(found) ? Uni.createFrom().item(found) : events.of(account, messageId));
  }

  /** Empty where Kafka cannot tell, or nobody waits any more: then it is not even asked. */
  private Optional<List<PastEvent>> read(UUID messageId, long deadline) {
    if (System.nanoTime() - deadline >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(tail.of(messageId, PATIENCE));
    } catch (HistoryUnavailableException e) {
      LOG.warnf("history cannot be told message=%s: %s", messageId, e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean accepted(List<PastEvent> found) {
    return found.stream().anyMatch(event -> event.type().equals(MessageHistory.ACCEPTED));
  }

  /** Whether Kafka can know more than PostgreSQL: the id tells when it was made. */
  private boolean mayBeOnItsWay(UUID messageId) {
    Instant made = MessageId.time(messageId);
    Instant now = clock.instant();
    return made.isBefore(now.plus(SKEW))
        && made.isAfter(now.minus(Topic.EVENTS_SUBMISSION.retention()));
  }

  @PreDestroy
  void stop() {
    reader.shutdownNow();
  }
}
