package baton.submission.history;

import baton.contracts.event.Event;
import baton.contracts.event.Json;
import baton.contracts.suppression.Suppression;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a batch of events says of one message, for the table {@code message}: its line in the list.
 * Events come in any order, so nothing here depends on it.
 *
 * @param accepted what was recorded when the message was taken over; null where that is not in the
 *     batch
 * @param rank how much the message's status weighs: the heaviest stands
 */
record MessageLine(String account, UUID messageId, Event.@Nullable Accepted accepted, int rank) {

  private static final Logger LOG = Logger.getLogger(MessageLine.class);

  private static final Comparator<MessageLine> ORDER =
      Comparator.comparing(MessageLine::account).thenComparing(line -> line.messageId().toString());

  /**
   * The lines that these events change, in one order, so that two writers never wait for each other
   * in a circle.
   */
  static List<MessageLine> of(List<PastEvent> events) {
    Map<String, MessageLine> lines = new HashMap<>();
    for (PastEvent event : events) {
      boolean accepted = event.type().equals(MessageHistory.ACCEPTED);
      int rank = rank(event.type());
      if (accepted || rank > 0) {
        MessageLine line =
            new MessageLine(
                event.account(), event.messageId(), accepted ? read(event) : null, rank);
        lines.merge(event.account() + "/" + event.messageId(), line, MessageLine::and);
      }
    }
    Collection<MessageLine> all = lines.values();
    return all.stream().sorted(ORDER).toList();
  }

  /** How much a status weighs; the column {@code status}. */
  static int rank(MessageHistory.Status status) {
    return switch (status) {
      case ACCEPTED -> 0;
      case DEFERRED -> 10;
      case DELIVERED -> 20;
      case EXPIRED -> 21;
      case SUPPRESSED -> 22;
      case CANCELLED -> 23;
      case BOUNCED -> 30;
    };
  }

  /** The status of that weight. */
  static MessageHistory.Status status(int rank) {
    for (MessageHistory.Status status : MessageHistory.Status.values()) {
      if (rank(status) == rank) {
        return status;
      }
    }
    throw new IllegalStateException("a message has the status " + rank);
  }

  /** Null where the event cannot be understood: the timeline keeps it all the same. */
  private static Event.@Nullable Accepted read(PastEvent event) {
    try {
      Event.Accepted accepted = Json.read(event.data(), Event.Accepted.class);
      if (accepted.about() != null && accepted.sender() != null && accepted.stream() != null) {
        return accepted;
      }
      LOG.errorf("message not listed, its event lacks fields message=%s", event.messageId());
    } catch (IllegalArgumentException e) {
      LOG.errorf("message not listed message=%s: %s", event.messageId(), e.getMessage());
    }
    return null;
  }

  /** As it is looked for. */
  static String subjectKey(String subject) {
    String lower = subject.toLowerCase(Locale.ROOT);
    int end = Math.min(lower.length(), Search.LONGEST_SUBJECT);
    return end > 0 && Character.isHighSurrogate(lower.charAt(end - 1))
        ? lower.substring(0, end - 1)
        : lower.substring(0, end);
  }

  @Nullable String recipient() {
    return accepted == null ? null : accepted.about().recipient();
  }

  @Nullable String recipientKey() {
    String recipient = recipient();
    return recipient == null ? null : Suppression.normalise(recipient);
  }

  List<String> tags() {
    return accepted == null ? List.of() : accepted.about().tags();
  }

  private MessageLine and(MessageLine other) {
    return new MessageLine(
        account,
        messageId,
        accepted == null ? other.accepted : accepted,
        Math.max(rank, other.rank));
  }

  private static int rank(String type) {
    return switch (type) {
      case "email.deferred" -> rank(MessageHistory.Status.DEFERRED);
      case "email.delivered" -> rank(MessageHistory.Status.DELIVERED);
      case "email.expired" -> rank(MessageHistory.Status.EXPIRED);
      case "email.cancelled" -> rank(MessageHistory.Status.CANCELLED);
      case "email.suppressed" -> rank(MessageHistory.Status.SUPPRESSED);
      case "email.bounced" -> rank(MessageHistory.Status.BOUNCED);
      default -> 0;
    };
  }
}
