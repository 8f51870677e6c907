package baton.contracts.event;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Events on their topics: CloudEvents in binary mode, JSON data, keyed by message id where they are
 * about a message.
 */
public final class EventRecord {

  public static final String CONTENT_TYPE = "application/json";

  /** Where the JSON Schema of an event type is named; the type follows. */
  private static final String SCHEMA = "https://baton.dev/schemas/";

  private EventRecord() {}

  public static TopicRecord of(Event event) {
    Map<String, String> headers =
        headers(event.topic(), event.id(), event.type(), event.time(), event.about().recipient());
    return new TopicRecord(
        event.topic(), event.messageId().toString(), headers, Json.writeBytes(event));
  }

  /** Keyed by account and subject, as in {@code shop/example.com}. */
  public static TopicRecord of(AccountEvent event) {
    Map<String, String> headers =
        headers(event.topic(), event.id(), event.type(), event.time(), event.subject());
    return new TopicRecord(
        event.topic(), event.account() + "/" + event.subject(), headers, Json.writeBytes(event));
  }

  /** Whether an event of this type is about a message, so that its key is a message's id. */
  public static boolean isAboutMessage(String type) {
    return type.startsWith("email.");
  }

  private static Map<String, String> headers(
      Topic topic, String id, String type, Instant time, @Nullable String subject) {
    Map<String, String> headers = new LinkedHashMap<>(16);
    headers.put(CloudEvents.SPEC_VERSION, CloudEvents.VERSION);
    headers.put(CloudEvents.ID, id);
    headers.put(CloudEvents.TYPE, type);
    headers.put(CloudEvents.SOURCE, source(topic));
    headers.put(CloudEvents.TIME, time.toString());
    if (subject != null) {
      headers.put(CloudEvents.SUBJECT, subject);
    }
    headers.put(CloudEvents.DATA_SCHEMA, SCHEMA + type + ".json");
    headers.put(CloudEvents.CONTENT_TYPE, CONTENT_TYPE);
    return headers;
  }

  /**
   * Reads an event about what an account owns.
   *
   * @return empty where the type is not known to this version, or is one about a message
   * @throws IllegalArgumentException where the data is not that of an event of its type
   */
  public static Optional<AccountEvent> readOfAccount(Map<String, String> headers, byte[] data) {
    return switch (headers.getOrDefault(CloudEvents.TYPE, "")) {
      case "domain.status_changed" ->
          Optional.of(Json.read(data, AccountEvent.DomainStatusChanged.class));
      case "suppression.added" -> Optional.of(Json.read(data, AccountEvent.SuppressionAdded.class));
      case "suppression.removed" ->
          Optional.of(Json.read(data, AccountEvent.SuppressionRemoved.class));
      case "account.paused" -> Optional.of(Json.read(data, AccountEvent.Paused.class));
      case "account.resumed" -> Optional.of(Json.read(data, AccountEvent.Resumed.class));
      default -> Optional.empty();
    };
  }

  /**
   * Reads an event about a message.
   *
   * @param topic name of the topic it came from, which tells {@link Event.Bounced} from {@link
   *     Event.BouncedLater}, and {@link Event.Suppressed} from {@link Event.SuppressedLater}
   * @return empty where the type is not known to this version
   * @throws IllegalArgumentException where the data is not that of an event of its type
   */
  public static Optional<Event> read(String topic, Map<String, String> headers, byte[] data) {
    String type = headers.getOrDefault(CloudEvents.TYPE, "");
    return classOf(topic, type).map(known -> Json.read(data, known));
  }

  private static Optional<Class<? extends Event>> classOf(String topic, String type) {
    return Optional.ofNullable(
        switch (type) {
          case "email.accepted" -> Event.Accepted.class;
          case "email.suppressed" ->
              topic.equals(Topic.EVENTS_DELIVERY.name())
                  ? Event.SuppressedLater.class
                  : Event.Suppressed.class;
          case "email.delivered" -> Event.Delivered.class;
          case "email.deferred" -> Event.Deferred.class;
          case "email.bounced" ->
              topic.equals(Topic.EVENTS_FEEDBACK.name())
                  ? Event.BouncedLater.class
                  : Event.Bounced.class;
          case "email.expired" -> Event.Expired.class;
          case "email.cancelled" -> Event.Cancelled.class;
          case "email.opened" -> Event.Opened.class;
          case "email.clicked" -> Event.Clicked.class;
          case "email.unsubscribed" -> Event.Unsubscribed.class;
          case "email.complained" -> Event.Complained.class;
          default -> null;
        });
  }

  private static String source(Topic topic) {
    return topic.name().replace("baton.events.", "baton/");
  }
}
