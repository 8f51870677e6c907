package baton.submission.history;

import baton.contracts.event.Event;
import baton.contracts.event.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A message and what happened to it.
 *
 * @param accepted what was recorded when Baton took it over
 * @param status where it stands
 * @param timeline everything that happened, in order; the first is that it was accepted
 */
public record MessageHistory(Event.Accepted accepted, Status status, List<Entry> timeline) {

  static final String ACCEPTED = "email.accepted";

  /** Where a message stands: on its way, or how it ended. */
  public enum Status {
    ACCEPTED,
    DEFERRED,
    DELIVERED,
    BOUNCED,
    EXPIRED,
    CANCELLED,
    SUPPRESSED
  }

  /**
   * One thing that happened.
   *
   * @param id of the event
   * @param type as in {@code email.delivered}
   * @param data the event's, as it was published
   */
  public record Entry(String id, String type, Instant time, JsonNode data) {}

  public UUID id() {
    return accepted.messageId();
  }

  /** Whether nothing is on its way any more. */
  public boolean hasEnded() {
    return switch (status) {
      case ACCEPTED, DEFERRED -> false;
      case DELIVERED, BOUNCED, EXPIRED, CANCELLED, SUPPRESSED -> true;
    };
  }

  /** How often that happened. */
  public int count(String type) {
    return (int) timeline.stream().filter(entry -> entry.type().equals(type)).count();
  }

  /**
   * Empty where the message was never accepted: then it is nobody's, whatever else is said of it.
   */
  static Optional<MessageHistory> of(List<PastEvent> events) {
    return events.stream()
        .filter(event -> event.type().equals(ACCEPTED))
        .findFirst()
        .map(
            accepted ->
                new MessageHistory(
                    Json.read(accepted.data(), Event.Accepted.class),
                    status(events),
                    events.stream().map(MessageHistory::entry).toList()));
  }

  private static Entry entry(PastEvent event) {
    return new Entry(
        event.id(),
        event.type(),
        event.time().toInstant(),
        Json.read(event.data(), JsonNode.class));
  }

  /**
   * An ending stands whatever else is told: a deferral read after it is one of an earlier attempt.
   * A bounce that was reported later outweighs the delivery it belongs to.
   */
  private static Status status(List<PastEvent> events) {
    Status status = Status.ACCEPTED;
    for (PastEvent event : events) {
      status =
          switch (event.type()) {
            case "email.delivered" -> status == Status.BOUNCED ? status : Status.DELIVERED;
            case "email.bounced" -> Status.BOUNCED;
            case "email.expired" -> Status.EXPIRED;
            case "email.cancelled" -> Status.CANCELLED;
            case "email.suppressed" -> Status.SUPPRESSED;
            case "email.deferred" -> status == Status.ACCEPTED ? Status.DEFERRED : status;
            default -> status;
          };
    }
    return status;
  }
}
