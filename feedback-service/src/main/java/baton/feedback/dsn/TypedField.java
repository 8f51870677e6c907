package baton.feedback.dsn;

import java.util.Locale;

/**
 * A value with its type before it, {@code rfc822; someone@example.org} (RFC 3464 section 2.1.2).
 *
 * @param type in lower case; empty where the server left it out
 * @param value without blanks at its ends
 */
record TypedField(String type, String value) {

  /** Longest thing before a semicolon that is taken for a type, in characters. */
  private static final int MAX_TYPE = 40;

  static TypedField parse(String text) {
    int semicolon = text.indexOf(';');
    if (semicolon < 0 || semicolon > MAX_TYPE || !isType(text.substring(0, semicolon).strip())) {
      return new TypedField("", text.strip());
    }
    return new TypedField(
        text.substring(0, semicolon).strip().toLowerCase(Locale.ROOT),
        text.substring(semicolon + 1).strip());
  }

  /** An atom; a colon or a blank in it is prose that happens to hold a semicolon. */
  private static boolean isType(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
  }
}
