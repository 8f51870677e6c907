package baton.smtp.grammar;

/** Sets of characters that the grammar of RFC 5321 and RFC 5322 names. */
final class Characters {

  private static final boolean[] ATEXT = new boolean[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      ATEXT[c] = true;
      ATEXT[c - 'a' + 'A'] = true;
    }
    for (char c = '0'; c <= '9'; c++) {
      ATEXT[c] = true;
    }
    for (char c : "!#$%&'*+-/=?^_`{|}~".toCharArray()) {
      ATEXT[c] = true;
    }
  }

  private Characters() {}

  /** Atext (RFC 5322 section 3.2.3), with everything beyond ASCII (RFC 6531 section 3.3). */
  static boolean isAtext(char c) {
    return c < 128 ? ATEXT[c] : isBeyondAscii(c);
  }

  /** Text inside of quotes that needs no backslash (qtextSMTP). */
  static boolean isQtext(char c) {
    return c < 128 ? c >= ' ' && c < 127 && c != '"' && c != '\\' : isBeyondAscii(c);
  }

  /** Printable beyond ASCII: no C1 controls, and none of the invisible marks that end lines. */
  private static boolean isBeyondAscii(char c) {
    return c >= 0xa0 && c != '\u2028' && c != '\u2029' && c != '\ufffd' && c != '\ufeff';
  }

  static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** Graphic ASCII: no blank and no control character. */
  static boolean isGraphic(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) {
        return false;
      }
    }
    return true;
  }

  /** How a fault's sentence calls a character. */
  static String name(int codePoint) {
    return switch (codePoint) {
      case ' ' -> "a blank";
      case '\r' -> "a CR";
      case '\n' -> "an LF";
      case 0 -> "a NUL";
      default ->
          codePoint > ' ' && codePoint < 127
              ? "the character " + (char) codePoint
              : "U+" + "%04X".formatted(codePoint);
    };
  }
}
