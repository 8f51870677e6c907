package baton.submission.compose;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a message shall say, before it is one. Addresses are as people write them: {@code
 * ann@example.org} or {@code Ann Lee <ann@example.org>}, names in plain Unicode, one in each
 * string.
 *
 * @param from the author
 * @param to recipients that everybody sees
 * @param cc further recipients that everybody sees
 * @param bcc recipients that nobody sees
 * @param replyTo where answers go; empty for the author
 * @param subject in plain Unicode; null for none
 * @param text the text part; null for none
 * @param html the HTML part; null for none
 * @param headers further header fields, name to value
 * @param attachments in their order
 */
public record Draft(
    String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    List<String> replyTo,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    Map<String, String> headers,
    List<Attachment> attachments) {

  /**
   * A file that goes along.
   *
   * @param filename its name, in plain Unicode
   * @param content its octets, in base64
   * @param contentType as in {@code image/png}; null for {@code application/octet-stream}
   * @param contentId by which the HTML refers to it as {@code cid:}; null for none
   * @param disposition {@code attachment} or {@code inline}; null for {@code inline} where there is
   *     a content id, else {@code attachment}
   */
  public record Attachment(
      String filename,
      String content,
      @Nullable String contentType,
      @Nullable String contentId,
      @Nullable String disposition) {}
}
