package baton.contracts.notice;

import baton.contracts.AccountId;
import baton.contracts.CloudEvents;
import baton.contracts.RecordHeaders;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of the platform's own to one recipient, to be signed and queued. Every record is queued
 * once; whoever writes the same notice twice has two of them sent, and so writes it in the
 * transaction of what it tells of.
 *
 * <p>A notice is an automatic message: its writer puts {@code Auto-Submitted: auto-replied} into it
 * (RFC 3834 section 5), and writes none about mail whose reverse-path is null (RFC 5321 section
 * 4.5.5).
 *
 * @param id of the writer's choice, unlike any other notice's; 1 to 255 visible ASCII characters
 * @param writer the service that wrote it, as in {@code delivery}
 * @param account on whose behalf: its events are the account's
 * @param writtenAt when
 * @param sender the envelope's sender, without angle brackets; empty for the null reverse-path,
 *     which answers to mail have (RFC 5321 section 4.5.5)
 * @param recipient the envelope's recipient, without angle brackets
 * @param content the message: RFC 5322, CRLF lines, one From
 */
public record Notice(
    String id,
    String writer,
    String account,
    Instant writtenAt,
    String sender,
    String recipient,
    byte[] content) {

  public static final String TYPE = "notice.written";
  public static final String CONTENT_TYPE = "message/rfc822";

  private static final String KIND = "a notice";
  private static final String SOURCE = "baton/";
  private static final int LONGEST_ID = 255;

  /** The record as it stands on the topic. */
  public TopicRecord toRecord() {
    Map<String, String> headers = new LinkedHashMap<>(16);
    headers.put(CloudEvents.SPEC_VERSION, CloudEvents.VERSION);
    headers.put(CloudEvents.ID, checkId(id));
    headers.put(CloudEvents.TYPE, TYPE);
    headers.put(CloudEvents.SOURCE, SOURCE + writer);
    headers.put(CloudEvents.TIME, writtenAt.toString());
    headers.put(CloudEvents.SUBJECT, recipient);
    headers.put(CloudEvents.CONTENT_TYPE, CONTENT_TYPE);
    headers.put("baton-account", account);
    headers.put("baton-sender", sender);
    headers.put("baton-rcpt-to", recipient);
    return new TopicRecord(Topic.NOTICES, id, headers, content);
  }

  /**
   * Reads a record; headers that are not known are passed over.
   *
   * @throws IllegalArgumentException with a sentence that names the header which is missing or
   *     makes no sense; addresses are not looked into
   */
  public static Notice fromRecord(Map<String, String> headers, byte @Nullable [] content) {
    if (content == null) {
      throw new IllegalArgumentException(KIND + " has no value");
    }
    RecordHeaders header = new RecordHeaders(KIND, headers);
    return new Notice(
        header.read(CloudEvents.ID, Notice::checkId),
        header.read(
            CloudEvents.SOURCE,
            source -> source.startsWith(SOURCE) ? source.substring(SOURCE.length()) : source),
        header.read("baton-account", AccountId::check),
        header.read(CloudEvents.TIME, Instant::parse),
        header.read("baton-sender", text -> text),
        header.read("baton-rcpt-to", text -> text),
        content);
  }

  private static String checkId(String id) {
    boolean visible = id.chars().allMatch(c -> c > ' ' && c < 127);
    if (id.isEmpty() || id.length() > LONGEST_ID || !visible) {
      throw new IllegalArgumentException(
          "a notice's id is 1 to " + LONGEST_ID + " visible ASCII characters");
    }
    return id;
  }
}
