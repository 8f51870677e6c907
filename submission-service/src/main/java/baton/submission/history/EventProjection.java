package baton.submission.history;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.submission.admission.Receipt;
import baton.submission.outbox.Cancellation;
import baton.submission.protection.Protection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Copies what the event topics say of messages into PostgreSQL, a batch a transaction. What is said
 * of messages that history has let go of is passed over. A message that was erased before history
 * heard of it is cancelled: nobody else can do that any more.
 */
@Singleton
public class EventProjection {

  private static final Logger LOG = Logger.getLogger(EventProjection.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private static final Set<String> BAD_NEWS = Set.of("email.bounced", "email.complained");

  private final PastEvents events;
  private final Cancellation cancellation;
  private final Protection protection;
  private final Retention retention;
  private final HistoryLag lag;
  private final Clock clock = Clock.systemUTC();

  EventProjection(
      PastEvents events,
      Cancellation cancellation,
      Protection protection,
      Retention retention,
      HistoryLag lag) {
    this.events = events;
    this.cancellation = cancellation;
    this.protection = protection;
    this.retention = retention;
    this.lag = lag;
  }

  /**
   * Completes when the batch is durable, and the commands that follow from it, however long
   * PostgreSQL or Kafka is away.
   */
  @Incoming("submission-history")
  Uni<Void> project(ConsumerRecords<String, byte[]> records) {
    List<PastEvent> batch = read(records);
    lag.hasRead(records);
    return events
        .add(batch)
        .chain(this::cancel)
        .onFailure()
        .invoke(
            e ->
                LOG.warnf("history waits, trying again count=%d: %s", batch.size(), e.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .invoke(lag::hasKept)
        .chain(() -> protection.review(badlySpokenOf(batch)));
  }

  private List<PastEvent> read(ConsumerRecords<String, byte[]> records) {
    Instant now = clock.instant();
    List<PastEvent> batch = new ArrayList<>(records.count());
    for (ConsumerRecord<String, byte[]> record : records) {
      if (PastEvent.isOfAccount(record)) {
        continue;
      }
      try {
        PastEvent event = PastEvent.read(record);
        if (!retention.hasLetGo(event.messageId(), now)) {
          batch.add(event);
        }
      } catch (IllegalArgumentException e) {
        LOG.errorf(
            "event not kept topic=%s partition=%d offset=%d: %s",
            record.topic(), record.partition(), record.offset(), e.getMessage());
      }
    }
    return batch;
  }

  private Uni<Void> cancel(List<PastEvent> erased) {
    Map<String, List<Receipt>> queued =
        erased.stream()
            .filter(EventProjection::namesAMailbox)
            .collect(
                Collectors.groupingBy(
                    PastEvent::account,
                    Collectors.mapping(
                        event -> new Receipt(event.recipient(), event.messageId()),
                        Collectors.toList())));
    return Multi.createFrom()
        .iterable(queued.entrySet())
        .onItem()
        .transformToUniAndConcatenate(
            each -> cancellation.ask(each.getKey(), each.getValue()).replaceWith(each))
        .collect()
        .last()
        .replaceWithVoid();
  }

  /** Submission accepts no others; an event that somebody else has written must not stop all. */
  private static boolean namesAMailbox(PastEvent event) {
    if (event.recipient() == null) {
      return false;
    }
    try {
      EmailAddress.parse(event.recipient());
      return true;
    } catch (InvalidAddressException e) {
      LOG.errorf("erased message not cancelled message=%s", event.messageId());
      return false;
    }
  }

  private static Set<String> badlySpokenOf(List<PastEvent> batch) {
    return batch.stream()
        .filter(event -> BAD_NEWS.contains(event.type()))
        .map(PastEvent::account)
        .collect(Collectors.toSet());
  }
}
