package baton.submission.suppression;

import baton.contracts.CloudEvents;
import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.SandboxAddress;
import baton.contracts.suppression.Suppression;
import baton.submission.history.History;
import baton.submission.history.MessageHistory;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Turns complaints, hard bounces and unsubscribes into suppressions. Whatever the event says of a
 * recipient, suppressed is only the one that was recorded when the message was accepted: a report
 * may name anybody. Where that record is gone, it is the one whom the message itself has sealed.
 */
@Singleton
public class FeedbackEvents {

  private static final Logger LOG = Logger.getLogger(FeedbackEvents.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** Others are passed over unread; delivery publishes thousands of them a second. */
  private static final Set<String> TYPES =
      Set.of("email.bounced", "email.complained", "email.unsubscribed");

  private final History history;
  private final SuppressionList list;

  FeedbackEvents(History history, SuppressionList list) {
    this.history = history;
    this.list = list;
  }

  /** Completes when every suppression is durable, however long that takes. */
  @Incoming("submission-feedback")
  Uni<Void> heed(ConsumerRecords<String, byte[]> records) {
    List<Cause> causes = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      if (TYPES.contains(header(record, CloudEvents.TYPE))) {
        read(record).flatMap(FeedbackEvents::cause).ifPresent(causes::add);
      }
    }
    return Multi.createFrom()
        .iterable(causes)
        .onItem()
        .transformToUniAndConcatenate(this::suppress)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> suppress(Cause cause) {
    Event event = cause.event();
    return history
        .find(event.about().account(), event.messageId())
        .chain(
            message ->
                message.isPresent()
                    ? suppress(suppression(cause, message.get()))
                    : suppressWithoutHistory(cause))
        .onFailure()
        .invoke(
            e ->
                LOG.warnf(
                    "suppression waits, trying again message=%s: %s",
                    event.messageId(), e.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely();
  }

  /**
   * A person's own wish outlives what history keeps: of a message that it has let go of, the
   * recipient is the one in the event, which tracking and feedback read from what the platform
   * sealed into the message. A bounce is nobody's wish, and brings nobody's address back.
   */
  private Uni<Void> suppressWithoutHistory(Cause cause) {
    Event event = cause.event();
    About about = event.about();
    String recipient = about.recipient();
    return history
        .hasLetGo(event.messageId())
        .chain(
            gone -> {
              if (gone && cause.isWish() && recipient != null) {
                return suppress(
                    new Suppression(
                        about.account(), recipient, cause.reason(), event.time(), null));
              }
              if (!gone) {
                logUnknown(event);
              }
              return Uni.createFrom().voidItem();
            });
  }

  /** What the sandbox plays has no consequences: it plays the same again next time. */
  private Uni<Void> suppress(Suppression suppression) {
    return SandboxAddress.name(suppression.address()).isPresent()
        ? Uni.createFrom().voidItem()
        : list.add(suppression).replaceWithVoid();
  }

  private static void logUnknown(Event event) {
    LOG.errorf(
        "nobody suppressed, the message was never accepted message=%s account=%s event=%s",
        event.messageId(), event.about().account(), event.id());
  }

  private static Suppression suppression(Cause cause, MessageHistory message) {
    String recipient = message.accepted().about().recipient();
    if (recipient == null) {
      throw new IllegalStateException("message " + message.id() + " was accepted for nobody");
    }
    Event event = cause.event();
    String named = event.about().recipient();
    if (named != null && !Suppression.normalise(named).equals(Suppression.normalise(recipient))) {
      LOG.warnf(
          "the event names another recipient than the message has message=%s event=%s",
          event.messageId(), event.id());
    }
    return new Suppression(
        event.about().account(), recipient, cause.reason(), event.time(), event.messageId());
  }

  private static Optional<Cause> cause(Event event) {
    return switch (event) {
      case Event.Complained _ -> Optional.of(new Cause(event, "complaint"));
      case Event.Unsubscribed _ -> Optional.of(new Cause(event, "unsubscribe"));
      case Event.Bounced bounced when bounced.hard() ->
          Optional.of(new Cause(event, "hard_bounce"));
      case Event.BouncedLater bounced when bounced.hard() ->
          Optional.of(new Cause(event, "hard_bounce"));
      case Event.Bounced _,
          Event.BouncedLater _,
          Event.Accepted _,
          Event.Suppressed _,
          Event.SuppressedLater _,
          Event.Delivered _,
          Event.Deferred _,
          Event.Expired _,
          Event.Cancelled _,
          Event.Opened _,
          Event.Clicked _ ->
          Optional.empty();
    };
  }

  private static Optional<Event> read(ConsumerRecord<String, byte[]> record) {
    try {
      return EventRecord.read(
          record.topic(),
          Map.of(CloudEvents.TYPE, header(record, CloudEvents.TYPE)),
          record.value());
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "event not heeded topic=%s partition=%d offset=%d: %s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
      return Optional.empty();
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private record Cause(Event event, String reason) {

    /** Whether the recipient has said so. */
    boolean isWish() {
      return event instanceof Event.Complained || event instanceof Event.Unsubscribed;
    }
  }
}
