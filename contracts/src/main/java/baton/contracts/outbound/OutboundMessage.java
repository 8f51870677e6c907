package baton.contracts.outbound;

import baton.contracts.AccountId;
import baton.contracts.CloudEvents;
import baton.contracts.MessageId;
import baton.contracts.RecordHeaders;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient, finished: signed and ready to send.
 *
 * @param id the message id
 * @param account whose it is
 * @param acceptedAt when Baton took it over
 * @param mailFrom the reverse-path to send with (VERP), without angle brackets; empty for none
 * @param sender the reverse-path that the application gave; empty for the null path
 * @param rcptTo the recipient, without angle brackets
 * @param pool name of the pool of source addresses it leaves by
 * @param stream {@code transactional} or {@code bulk}, or a name of the account's own
 * @param notBefore not to be sent earlier
 * @param expires how long after {@code notBefore} delivery gives up; positive, whole seconds
 * @param tls {@code opportunistic} or {@code required}
 * @param dsn delivery status notifications wanted
 * @param lanes how many lanes the recipient's domain had when the key was chosen, at least 1
 * @param lane the record's key: {@link Lane}
 * @param tags of the sender's choice
 * @param metadata of the sender's choice
 * @param traceparent W3C trace context; null where none
 * @param content the RFC 5322 message, CRLF lines
 */
public record OutboundMessage(
    UUID id,
    String account,
    Instant acceptedAt,
    String mailFrom,
    String sender,
    String rcptTo,
    String pool,
    String stream,
    Instant notBefore,
    Duration expires,
    String tls,
    Dsn dsn,
    int lanes,
    String lane,
    List<String> tags,
    Map<String, String> metadata,
    @Nullable String traceparent,
    byte[] content) {

  public static final String TYPE = "email.queued";
  public static final String CONTENT_TYPE = "message/rfc822";

  /** When delivery gives the message up. */
  public Instant expiresAt() {
    return notBefore.plus(expires);
  }

  /** The record as it stands on the topic. */
  public TopicRecord toRecord() {
    Map<String, String> headers = new LinkedHashMap<>(32);
    headers.put(CloudEvents.SPEC_VERSION, CloudEvents.VERSION);
    headers.put(CloudEvents.ID, id.toString());
    headers.put(CloudEvents.TYPE, TYPE);
    headers.put(CloudEvents.SOURCE, "baton/submission");
    headers.put(CloudEvents.TIME, acceptedAt.toString());
    headers.put(CloudEvents.SUBJECT, rcptTo);
    headers.put(CloudEvents.CONTENT_TYPE, CONTENT_TYPE);
    headers.put("baton-account", account);
    headers.put("baton-mail-from", mailFrom);
    headers.put("baton-sender", sender);
    headers.put("baton-rcpt-to", rcptTo);
    headers.put("baton-pool", pool);
    headers.put("baton-stream", stream);
    headers.put("baton-not-before", notBefore.toString());
    headers.put("baton-expires", Long.toString(expires.toSeconds()));
    headers.put("baton-tls", tls);
    headers.put("baton-dsn", dsn.equals(Dsn.NONE) ? "{}" : Json.write(dsn));
    headers.put("baton-lanes", Integer.toString(lanes));
    headers.put("baton-tags", tags.isEmpty() ? "[]" : Json.write(tags));
    headers.put("baton-metadata", metadata.isEmpty() ? "{}" : Json.write(metadata));
    if (traceparent != null) {
      headers.put("traceparent", traceparent);
    }
    return new TopicRecord(Topic.OUTBOUND, lane, headers, content);
  }

  /**
   * Reads a record. Headers that are not known are passed over, and those that later versions may
   * leave out have a default.
   *
   * @throws IllegalArgumentException where a header that must be there is missing or no sense can
   *     be made of it, naming the header
   */
  public static OutboundMessage fromRecord(
      String key, Map<String, String> headers, byte @Nullable [] content) {
    RecordHeaders header = new RecordHeaders("an outbound record", headers);
    if (content == null) {
      throw new IllegalArgumentException("an outbound record has no value");
    }
    Instant acceptedAt = header.read(CloudEvents.TIME, Instant::parse);
    return new OutboundMessage(
        header.read(CloudEvents.ID, MessageId::parse),
        header.read("baton-account", AccountId::check),
        acceptedAt,
        header.read("baton-mail-from", text -> text),
        header.read("baton-sender", text -> text),
        header.read("baton-rcpt-to", text -> text),
        header.readOr("baton-pool", "default", text -> text),
        header.readOr("baton-stream", "transactional", text -> text),
        header.readOr("baton-not-before", acceptedAt.toString(), Instant::parse),
        header.read("baton-expires", text -> Duration.ofSeconds(Long.parseLong(text))),
        header.readOr("baton-tls", "opportunistic", text -> text),
        header.readOr(
            "baton-dsn", "{}", text -> text.equals("{}") ? Dsn.NONE : Json.read(text, Dsn.class)),
        header.readOr("baton-lanes", "1", Integer::parseInt),
        key,
        header.readOr("baton-tags", "[]", Json::readStrings),
        header.readOr("baton-metadata", "{}", Json::readStringMap),
        headers.get("traceparent"),
        content);
  }
}
