package baton.submission.compose;

import baton.submission.admission.Mailbox;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;
import org.apache.james.mime4j.util.MimeUtil;

/** Writes header fields. What holds a line break or NUL never gets here: it is refused. */
final class Fields {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,76}");

  /** Those that Baton writes, or that decide what the message is. */
  private static final Set<String> RESERVED =
      Set.of(
          "from",
          "sender",
          "to",
          "cc",
          "bcc",
          "reply-to",
          "subject",
          "date",
          "mime-version",
          "received",
          "return-path",
          "dkim-signature",
          "feedback-id",
          "idempotency-key");

  private static final List<String> RESERVED_PREFIXES = List.of("content-", "x-baton-", "resent-");

  private final StringBuilder text = new StringBuilder(1024);

  /**
   * Adds a field whose value is ASCII.
   *
   * @param value folded where there is a blank and the line is long
   */
  Fields add(String name, String value) {
    int used = name.length() + 2;
    text.append(name)
        .append(": ")
        .append(used + value.length() > 76 ? MimeUtil.fold(value, used) : value)
        .append("\r\n");
    return this;
  }

  /** Adds a field whose value is text for people (RFC 2047 section 5, rule 1). */
  Fields addText(String name, String value) {
    return add(name, EncoderUtil.encodeIfNecessary(value, Usage.TEXT_TOKEN, name.length() + 2));
  }

  /** Adds a list of mailboxes; nothing where it is empty. */
  Fields addMailboxes(String name, List<Mailbox> mailboxes) {
    return mailboxes.isEmpty()
        ? this
        : add(name, mailboxes.stream().map(Fields::mailbox).collect(Collectors.joining(", ")));
  }

  /**
   * Adds fields of the application's own.
   *
   * @throws RefusedException that names the one which may not be
   */
  Fields addCustom(Map<String, String> headers) {
    headers.forEach(
        (name, value) -> {
          String field = "headers." + name;
          if (!NAME.matcher(name).matches()) {
            throw refused("headers", "a header's name is 1 to 76 letters, digits and hyphens");
          }
          String lower = name.toLowerCase(Locale.ROOT);
          if (RESERVED.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith)) {
            throw refused(field, "header " + name + " is not for headers to set");
          }
          addText(name, line(field, value));
        });
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  /**
   * Returns a text that is to stand in a header.
   *
   * @throws RefusedException where it would not stay one line
   */
  static String line(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw refused(field, field + " holds a line break or NUL");
      }
      if (c < ' ' && c != '\t' || c == 127 || c == '\u2028' || c == '\u2029' || c == '\u0085') {
        throw refused(field, field + " holds a control character");
      }
    }
    return value;
  }

  static RefusedException refused(String field, String sentence) {
    return new RefusedException(Refusal.BAD_CONTENT, field, sentence);
  }

  private static String mailbox(Mailbox mailbox) {
    return mailbox.name().isEmpty()
        ? mailbox.address().toString()
        : EncoderUtil.encodeAddressDisplayName(mailbox.name()) + " <" + mailbox.address() + ">";
  }
}
