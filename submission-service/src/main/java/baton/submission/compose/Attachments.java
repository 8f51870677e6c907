package baton.submission.compose;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads attachments into the encoder's form. */
final class Attachments {

  private static final int MAX_FILENAME = 200;
  private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
  private static final Pattern TYPE =
      Pattern.compile(TOKEN + "/" + TOKEN + "(\\s*;\\s*[\\x20-\\x7e&&[^;]]{1,200}){0,5}");
  private static final Pattern CONTENT_ID = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1,200}");

  private Attachments() {}

  /**
   * One attachment.
   *
   * @param field by which a refusal names it, as in {@code attachments[0]}
   */
  static MailAttachment read(String field, Draft.Attachment attachment) {
    String filename = filename(field + ".filename", attachment.filename());
    MailAttachment part =
        MailAttachment.create()
            .setData(Buffer.buffer(content(field + ".content", attachment.content())))
            .setContentType(contentType(field + ".content_type", attachment.contentType()))
            .setDisposition(
                (isInline(field, attachment) ? "inline" : "attachment") + ";\r\n " + filename);
    String contentId = attachment.contentId();
    if (contentId != null) {
      part.setContentId("<" + contentId(field + ".content_id", contentId) + ">");
    }
    return part;
  }

  /** Whether it belongs to the HTML rather than beside it. */
  static boolean isInline(String field, Draft.Attachment attachment) {
    String disposition = attachment.disposition();
    if (disposition == null) {
      return attachment.contentId() != null;
    }
    return switch (disposition.toLowerCase(Locale.ROOT)) {
      case "inline" -> true;
      case "attachment" -> false;
      default ->
          throw Fields.refused(field + ".disposition", "a disposition is attachment or inline");
    };
  }

  private static byte[] content(String field, String base64) {
    try {
      return Base64.getMimeDecoder().decode(checked(field, base64));
    } catch (IllegalArgumentException e) {
      throw Fields.refused(field, field + " is not valid base64");
    }
  }

  /** The MIME decoder passes over what is no base64 at all; only line breaks may be passed over. */
  private static String checked(String field, String base64) {
    for (int i = 0; i < base64.length(); i++) {
      char c = base64.charAt(i);
      boolean valid =
          c >= 'A' && c <= 'Z'
              || c >= 'a' && c <= 'z'
              || c >= '0' && c <= '9'
              || "+/=\r\n".indexOf(c) >= 0;
      if (!valid) {
        throw Fields.refused(field, field + " is not valid base64");
      }
    }
    return base64;
  }

  private static String contentType(String field, @Nullable String type) {
    if (type == null) {
      return "application/octet-stream";
    }
    String lower = type.toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(type).matches()) {
      throw Fields.refused(field, field + " is no media type such as image/png");
    }
    if (lower.startsWith("multipart/") || lower.startsWith("message/")) {
      // RFC 2045 section 6.4 forbids base64 for them.
      throw Fields.refused(
          field, field + " must be of one file: send messages as application/octet-stream");
    }
    return type;
  }

  private static String contentId(String field, String id) {
    String bare = id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id;
    if (!CONTENT_ID.matcher(bare).matches()) {
      throw Fields.refused(field, field + " is 1 to 200 ASCII characters without blanks");
    }
    return bare;
  }

  /** The filename parameter; what is not plain ASCII is written as RFC 2231 has it. */
  private static String filename(String field, String name) {
    byte[] octets = Fields.line(field, name).getBytes(StandardCharsets.UTF_8);
    if (name.isEmpty() || octets.length > MAX_FILENAME) {
      throw Fields.refused(field, field + " is 1 to " + MAX_FILENAME + " octets");
    }
    if (name.chars().allMatch(c -> c >= ' ' && c < 127 && c != '"' && c != '\\')) {
      return "filename=\"" + name + "\"";
    }
    StringBuilder encoded = new StringBuilder("filename*=utf-8''");
    for (byte octet : octets) {
      boolean plain =
          octet >= '0' && octet <= '9'
              || octet >= 'A' && octet <= 'Z'
              || octet >= 'a' && octet <= 'z'
              || octet == '.'
              || octet == '-'
              || octet == '_';
      encoded.append(plain ? String.valueOf((char) octet) : "%%%02X".formatted(octet & 0xff));
    }
    return encoded.toString();
  }
}
