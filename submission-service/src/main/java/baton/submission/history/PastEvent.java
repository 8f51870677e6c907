package baton.submission.history;

import baton.contracts.CloudEvents;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.UUID;
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
 * @param data JSON
 */
record PastEvent(
    UUID messageId, String id, String account, String type, OffsetDateTime time, String data) {

  private static final JsonFactory JSON = new JsonFactory();

  /** PostgreSQL's jsonb has no place for it. */
  private static final String ESCAPED_NUL = "\\u0000";

  private static final String REPLACEMENT = "\\ufffd";

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
    String account = account(value);
    if (account == null) {
      throw new IllegalArgumentException("it names no account");
    }
    return new PastEvent(
        messageId,
        header(record, CloudEvents.ID),
        account,
        header(record, CloudEvents.TYPE),
        time,
        new String(value, StandardCharsets.UTF_8).replace(ESCAPED_NUL, REPLACEMENT));
  }

  /** Reads to the end, so that what is kept is whole. */
  private static @Nullable String account(byte[] data) {
    String account = null;
    try (JsonParser parser = JSON.createParser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("its data is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = parser.currentName().equals("account");
        if (parser.nextToken() == JsonToken.VALUE_STRING && wanted) {
          account = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("its data is no JSON", e);
    }
    return account;
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
