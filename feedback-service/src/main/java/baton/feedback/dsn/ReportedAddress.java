package baton.feedback.dsn;

import baton.smtp.grammar.EmailAddress;
import baton.smtp.grammar.InvalidAddressException;
import baton.smtp.grammar.Xtext;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address as a report writes it. It is compared with the recipient of a message that is known by
 * other means, and used for nothing else.
 *
 * @param text without its type; xtext (RFC 3461 section 4) and the {@code \x{1F600}} of RFC 6533
 *     section 3 not yet decoded, for many servers use neither
 */
public record ReportedAddress(String text) {

  private static final Pattern ESCAPED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

  static Optional<ReportedAddress> parse(String field) {
    String value = TypedField.parse(field).value();
    if (value.startsWith("<") && value.endsWith(">")) {
      value = value.substring(1, value.length() - 1);
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(new ReportedAddress(value));
  }

  /** Whether this is the given address, in any spelling, letter case aside. */
  public boolean is(String address) {
    String wanted = normal(address);
    return normal(text).equalsIgnoreCase(wanted)
        || normal(unescape(text)).equalsIgnoreCase(wanted)
        || Xtext.decode(text)
            .map(ReportedAddress::normal)
            .filter(wanted::equalsIgnoreCase)
            .isPresent();
  }

  private static String unescape(String text) {
    return ESCAPED.matcher(text).replaceAll(ReportedAddress::character);
  }

  private static String character(MatchResult escape) {
    int codePoint = Integer.parseInt(escape.group(1), 16);
    return Character.isValidCodePoint(codePoint)
        ? Matcher.quoteReplacement(Character.toString(codePoint))
        : "";
  }

  /** With the domain as Baton writes domains: lower case, A-labels. */
  private static String normal(String address) {
    try {
      return EmailAddress.parse(address).toString();
    } catch (InvalidAddressException e) {
      return address;
    }
  }
}
