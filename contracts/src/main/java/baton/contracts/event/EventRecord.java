package baton.contracts.event;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Events on their topics: CloudEvents in binary mode, JSON data, keyed by message id. */
public final class EventRecord {

  public static final String CONTENT_TYPE = "application/json";

  /** Where the JSON Schema of an event type is named; the type follows. */
  private static final String SCHEMA = "https://baton.dev/schemas/";

  private EventRecord() {}

  public static TopicRecord of(Event event) {
    Map<String, String> headers = new LinkedHashMap<>(16);
    headers.put(CloudEvents.SPEC_VERSION, CloudEvents.VERSION);
    headers.put(CloudEvents.ID, event.id());
    headers.put(CloudEvents.TYPE, event.type());
    headers.put(CloudEvents.SOURCE, source(event.topic()));
    headers.put(CloudEvents.TIME, event.time().toString());
    String recipient = event.about().recipient();
    if (recipient != null) {
      headers.put(CloudEvents.SUBJECT, recipient);
    }
    headers.put(CloudEvents.DATA_SCHEMA, SCHEMA + event.type() + ".json");
    headers.put(CloudEvents.CONTENT_TYPE, CONTENT_TYPE);
    return new TopicRecord(
        event.topic(), event.messageId().toString(), headers, Json.writeBytes(event));
  }

  /**
   * Reads an event.
   *
   * @param topic name of the topic it came from, which tells {@link Event.Bounced} from {@link
   *     Event.BouncedLater}
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
          case "email.suppressed" -> Event.Suppressed.class;
          case "email.delivered" -> Event.Delivered.class;
          case "email.deferred" -> Event.Deferred.class;
          case "email.bounced" ->
              topic.equals(Topic.EVENTS_FEEDBACK.name())
                  ? Event.BouncedLater.class
                  : Event.Bounced.class;
          case "email.expired" -> Event.Expired.class;
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
