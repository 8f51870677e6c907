package baton.smtp.grammar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enhanced mail system status code, {@code class.subject.detail} (RFC 3463 section 2).
 *
 * @param category the first number: 2 success, 4 persistent transient failure, 5 permanent failure
 * @param subject 0 to 999; what the status is about (1 address, 2 mailbox, 3 mail system, ...)
 * @param detail 0 to 999
 */
public record EnhancedStatus(int category, int subject, int detail) {

  private static final Pattern SYNTAX = Pattern.compile("([245])\\.(\\d{1,3})\\.(\\d{1,3})");

  public EnhancedStatus {
    if (category != 2 && category != 4 && category != 5) {
      throw new IllegalArgumentException("class of an enhanced status is 2, 4 or 5: " + category);
    }
    if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
      throw new IllegalArgumentException("subject and detail are 0 to 999");
    }
  }

  /** Reads a code that is the whole text; empty where the text is anything else. */
  public static Optional<EnhancedStatus> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new EnhancedStatus(
            text.charAt(0) - '0',
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3))));
  }

  @Override
  public String toString() {
    return category + "." + subject + "." + detail;
  }
}
