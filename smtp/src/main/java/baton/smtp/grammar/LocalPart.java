package baton.smtp.grammar;

import java.nio.charset.StandardCharsets;

/** What stands left of the @: a dot-string or a quoted string (RFC 5321 section 4.1.2). */
final class LocalPart {

  private static final int MAX_OCTETS = 64;

  private LocalPart() {}

  /**
   * Where the local part at the text's beginning ends: the index of the first character that cannot
   * belong to it, or the text's length.
   */
  static int end(String text) {
    if (text.charAt(0) == '"') {
      return quotedEnd(text);
    }
    int i = 0;
    while (i < text.length() && (Characters.isAtext(text.charAt(i)) || text.charAt(i) == '.')) {
      i++;
    }
    return i;
  }

  private static int quotedEnd(String text) {
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\') {
        i++;
        if (i < text.length() && (text.charAt(i) < ' ' || text.charAt(i) > 126)) {
          throw new InvalidAddressException(
              "a backslash in the local part stands before " + Characters.name(text.charAt(i)));
        }
      } else if (!Characters.isQtext(c)) {
        throw new InvalidAddressException("quoted local part holds " + Characters.name(c));
      }
    }
    throw new InvalidAddressException("quoted local part has no closing quote");
  }

  /** The same local part with the least quoting possible, as RFC 5321 section 4.1.2 wants it. */
  static String normalise(String localPart) {
    if (localPart.isEmpty()) {
      throw new InvalidAddressException("local part is empty");
    }
    if (localPart.length() > MAX_OCTETS
        || localPart.length() * 3 > MAX_OCTETS
            && localPart.getBytes(StandardCharsets.UTF_8).length > MAX_OCTETS) {
      throw new InvalidAddressException("local part is longer than 64 octets");
    }
    int end = end(localPart);
    if (end < localPart.length()) {
      throw new InvalidAddressException(
          "local part holds " + Characters.name(localPart.codePointAt(end)));
    }
    if (localPart.charAt(0) == '"') {
      return requote(localPart);
    }
    checkDots(localPart);
    return localPart;
  }

  private static void checkDots(String dotString) {
    if (dotString.charAt(0) == '.') {
      throw new InvalidAddressException("local part begins with a dot");
    }
    if (dotString.charAt(dotString.length() - 1) == '.') {
      throw new InvalidAddressException("local part ends with a dot");
    }
    if (dotString.contains("..")) {
      throw new InvalidAddressException("local part holds two dots in a row");
    }
  }

  private static String requote(String quoted) {
    StringBuilder content = new StringBuilder(quoted.length());
    boolean dotString = quoted.length() > 2;
    for (int i = 1; i < quoted.length() - 1; i++) {
      char c = quoted.charAt(i);
      if (c == '\\') {
        c = quoted.charAt(++i);
      }
      boolean dot = c == '.';
      dotString &=
          dot
              ? !content.isEmpty() && content.charAt(content.length() - 1) != '.'
              : Characters.isAtext(c);
      content.append(c);
    }
    if (dotString && content.charAt(content.length() - 1) != '.') {
      return content.toString();
    }
    String escaped = content.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return '"' + escaped + '"';
  }
}
