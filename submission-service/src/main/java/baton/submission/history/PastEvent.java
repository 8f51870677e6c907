package baton.submission.history;

import baton.contracts.CloudEvents;
import baton.contracts.event.EventRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * An event as history keeps it: its data word for word, so that what a newer service adds is kept
 * by an older submission.
 *
 * @param messageId the message it is about
 * @param id the event's own, by which a replay is recognised
 * @param account whose message that is
 * @param type as in {@code email.delivered}
 * @param time when it happened
 * @param recipient whom it names; null where nobody
 * @param data JSON
 */
record PastEvent(
    UUID messageId,
    String id,
    String account,
    String type,
    OffsetDateTime time,
    @Nullable String recipient,
    String data) {

  private static final JsonFactory JSON = new JsonFactory();

  /** NUL, and surrogates without their other half: what PostgreSQL's jsonb has no place for. */
  private static final Pattern HOMELESS =
      Pattern.compile(
          "\\\\u0000|\\\\ud[89ab]..(?!\\\\ud[c-f])|(?<!\\\\ud[89ab]..)\\\\ud[c-f]..",
          Pattern.CASE_INSENSITIVE);

  /** Whether an event is about what an account owns, of which history keeps nothing. */
  static boolean isOfAccount(ConsumerRecord<String, byte[]> record) {
    Header type = record.headers().lastHeader(CloudEvents.TYPE);
    return type != null
        && !EventRecord.isAboutMessage(new String(type.value(), StandardCharsets.UTF_8));
  }

  /**
   * Reads a record of an event topic.
   *
   * @throws IllegalArgumentException with a sentence, where it is no event about a message
   */
  static PastEvent read(ConsumerRecord<String, byte[]> record) {
    byte[] value = record.value();
    if (value == null || record.key() == null) {
      throw new IllegalArgumentException("it has no key or no data");
    }
    UUID messageId = UUID.fromString(record.key());
    OffsetDateTime time;
    try {
      time = OffsetDateTime.parse(header(record, CloudEvents.TIME));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time is none", e);
    }
    Named named = named(value);
    if (named.account() == null) {
      throw new IllegalArgumentException("it names no account");
    }
    return new PastEvent(
        messageId,
        header(record, CloudEvents.ID),
        named.account(),
        header(record, CloudEvents.TYPE),
        time,
        named.recipient(),
        storable(new String(value, StandardCharsets.UTF_8)));
  }

  private static String storable(String json) {
    return json.contains("\\u") ? HOMELESS.matcher(json).replaceAll("\\\\ufffd") : json;
  }

  private record Named(@Nullable String account, @Nullable String recipient) {}

  /** Reads to the end, so that what is kept is whole. */
  private static Named named(byte[] data) {
    String account = null;
    String recipient = null;
    try (JsonParser parser = JSON.createParser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("its data is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
          parser.skipChildren();
        } else if (field.equals("account")) {
          account = parser.getText();
        } else if (field.equals("recipient")) {
          recipient = parser.getText();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("its data is no JSON", e);
    }
    return new Named(account, recipient);
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
