package baton.contracts.event;

import baton.contracts.Topic;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a message. The vocabulary is closed: whoever matches on it is told by
 * the compiler when it grows.
 */
public sealed interface Event {

  /** The message it happened to. */
  About about();

  /** When it happened. */
  Instant time();

  /** As in {@code email.delivered}. */
  String type();

  /** Where events of this kind are published. */
  Topic topic();

  /**
   * The event's id, made from what makes the event what it is, so that one published twice is
   * recognised.
   */
  String id();

  private static String id(About about, String what) {
    return about.messageId() + "." + what;
  }

  /** The message's id. */
  default UUID messageId() {
    return about().messageId();
  }

  /** An event that ends a message's way: every accepted message gets exactly one. */
  sealed interface Ending extends Event {}

  /** Published by submission. */
  sealed interface FromSubmission extends Event {
    @Override
    default Topic topic() {
      return Topic.EVENTS_SUBMISSION;
    }
  }

  /** Published by delivery, to the partition of the message it is about. */
  sealed interface FromDelivery extends Event {
    @Override
    default Topic topic() {
      return Topic.EVENTS_DELIVERY;
    }
  }

  /** Published by tracking. */
  sealed interface FromTracking extends Event {
    @Override
    default Topic topic() {
      return Topic.EVENTS_TRACKING;
    }
  }

  /** Published by feedback. */
  sealed interface FromFeedback extends Event {
    @Override
    default Topic topic() {
      return Topic.EVENTS_FEEDBACK;
    }
  }

  /**
   * Baton has taken the message over and is now responsible.
   *
   * @param sender the reverse-path that the application gave
   * @param protocol {@code smtp} or {@code http}; {@code notice} where the platform wrote it itself
   * @param size of the finished message, in octets; 0 where it was suppressed
   * @param stream as in the submission
   * @param subject of the message, for lists that people read; null where it has none
   */
  record Accepted(
      @JsonUnwrapped About about,
      Instant time,
      String sender,
      String protocol,
      int size,
      String stream,
      @Nullable String subject)
      implements FromSubmission {
    @Override
    public String type() {
      return "email.accepted";
    }

    @Override
    public String id() {
      return Event.id(about, "accepted");
    }
  }

  /**
   * The message was accepted but is not sent: its recipient is on the suppression list.
   *
   * @param reason why the recipient is there: {@code complaint}, {@code hard_bounce}, {@code
   *     unsubscribe} or {@code manual}
   */
  record Suppressed(@JsonUnwrapped About about, Instant time, String reason)
      implements FromSubmission, Ending {
    @Override
    public String type() {
      return "email.suppressed";
    }

    @Override
    public String id() {
      return Event.id(about, "suppressed");
    }
  }

  /**
   * The message waited, and when its time had come its recipient was on the suppression list.
   *
   * @param attempts that were made before
   * @param reason why the recipient is there, as in {@link Suppressed}
   */
  record SuppressedLater(@JsonUnwrapped About about, Instant time, int attempts, String reason)
      implements FromDelivery, Ending {
    @Override
    public String type() {
      return "email.suppressed";
    }

    @Override
    public String id() {
      return Event.id(about, "suppressed");
    }
  }

  /**
   * The remote server took the message.
   *
   * @param attempt the one that succeeded
   * @param queueMillis from acceptance to the remote's final reply, in milliseconds
   */
  record Delivered(
      @JsonUnwrapped About about, Instant time, @JsonUnwrapped Attempt attempt, long queueMillis)
      implements FromDelivery, Ending {
    @Override
    public String type() {
      return "email.delivered";
    }

    @Override
    public String id() {
      return Event.id(about, attempt.number() + ".delivered");
    }
  }

  /**
   * The message will be tried again.
   *
   * @param bounceClass what the reply means, one of smtp's {@code BounceClass}
   * @param nextAttempt when
   * @param outcomeUnknown whether the connection was lost after the final dot, so that the message
   *     may have arrived
   */
  record Deferred(
      @JsonUnwrapped About about,
      Instant time,
      @JsonUnwrapped Attempt attempt,
      @JsonProperty("class") String bounceClass,
      Instant nextAttempt,
      boolean outcomeUnknown)
      implements FromDelivery {
    @Override
    public String type() {
      return "email.deferred";
    }

    @Override
    public String id() {
      return Event.id(about, attempt.number() + ".deferred");
    }
  }

  /**
   * The remote server will not have the message.
   *
   * @param attempt the one that was refused
   * @param bounceClass what the reply means
   * @param hard whether the address itself is at fault, so that no mail should go there again
   * @param asynchronous always false: the remote said so at once (compare {@link BouncedLater})
   */
  record Bounced(
      @JsonUnwrapped About about,
      Instant time,
      @JsonUnwrapped Attempt attempt,
      @JsonProperty("class") String bounceClass,
      boolean hard,
      boolean asynchronous)
      implements FromDelivery, Ending {
    @Override
    public String type() {
      return "email.bounced";
    }

    @Override
    public String id() {
      return Event.id(about, attempt.number() + ".bounced");
    }
  }

  /**
   * Delivery gave up: the message is too old.
   *
   * @param attempts how many there were
   * @param lastReply what the last one brought; null where none was made
   */
  record Expired(@JsonUnwrapped About about, Instant time, int attempts, @Nullable String lastReply)
      implements FromDelivery, Ending {
    @Override
    public String type() {
      return "email.expired";
    }

    @Override
    public String id() {
      return Event.id(about, "expired");
    }
  }

  /**
   * The message's sender has taken it back before it left.
   *
   * @param attempts how many there were
   * @param lastReply what an attempt brought that ended after it was taken back; null where none
   *     did
   */
  record Cancelled(
      @JsonUnwrapped About about, Instant time, int attempts, @Nullable String lastReply)
      implements FromDelivery, Ending {
    @Override
    public String type() {
      return "email.cancelled";
    }

    @Override
    public String id() {
      return Event.id(about, "cancelled");
    }
  }

  /** The recipient's mail program fetched the pixel. */
  record Opened(@JsonUnwrapped About about, Instant time, @JsonUnwrapped Hit hit)
      implements FromTracking {
    @Override
    public String type() {
      return "email.opened";
    }

    @Override
    public String id() {
      return Event.id(about, hit.id() + ".opened");
    }
  }

  /**
   * A link was followed.
   *
   * @param link its number in the message, from 1
   * @param url where it leads
   */
  record Clicked(
      @JsonUnwrapped About about, Instant time, @JsonUnwrapped Hit hit, int link, String url)
      implements FromTracking {
    @Override
    public String type() {
      return "email.clicked";
    }

    @Override
    public String id() {
      return Event.id(about, hit.id() + ".clicked");
    }
  }

  /** The recipient wants no more mail (RFC 8058, or by the page). */
  record Unsubscribed(@JsonUnwrapped About about, Instant time, @JsonUnwrapped Hit hit)
      implements FromTracking {
    @Override
    public String type() {
      return "email.unsubscribed";
    }

    @Override
    public String id() {
      return Event.id(about, hit.id() + ".unsubscribed");
    }
  }

  /**
   * The recipient pressed "spam" (RFC 5965).
   *
   * @param report hash of the report, in hex
   * @param feedbackType as in {@code abuse}
   * @param reporter the reporting user agent; null where the report names none
   */
  record Complained(
      @JsonUnwrapped About about,
      Instant time,
      String report,
      String feedbackType,
      @Nullable String reporter)
      implements FromFeedback {
    @Override
    public String type() {
      return "email.complained";
    }

    @Override
    public String id() {
      return Event.id(about, report + ".complained");
    }
  }

  /**
   * A server that had taken the message reported later that it could not be delivered (RFC 3464).
   * Published as {@code email.bounced} with {@code asynchronous: true}; it adds to the message's
   * ending, it is none.
   *
   * @param report hash of the report, in hex
   * @param bounceClass what the diagnostic means
   * @param reply the diagnostic in the remote's words
   * @param enhancedStatus as in {@code 5.1.1}; null where the report gives none
   * @param hard whether the address itself is at fault
   * @param reportingServer the Reporting-MTA; null where not told
   * @param asynchronous always true
   */
  record BouncedLater(
      @JsonUnwrapped About about,
      Instant time,
      String report,
      @JsonProperty("class") String bounceClass,
      String reply,
      @Nullable String enhancedStatus,
      boolean hard,
      @Nullable String reportingServer,
      boolean asynchronous)
      implements FromFeedback {
    @Override
    public String type() {
      return "email.bounced";
    }

    @Override
    public String id() {
      return Event.id(about, report + ".bounced");
    }
  }
}
