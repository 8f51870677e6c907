package baton.smtp.grammar;

import java.util.Optional;

/** The encoding of parameter values that may hold blanks, {@code +} or {@code =} (RFC 3461 4). */
public final class Xtext {

  private static final String HEX = "0123456789ABCDEF";

  private Xtext() {}

  /**
   * Encodes text for a parameter's value.
   *
   * @param text ASCII, control characters included
   * @throws IllegalArgumentException where the text is not ASCII
   */
  public static String encode(String text) {
    StringBuilder xtext = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        throw new IllegalArgumentException("xtext holds ASCII only");
      }
      if (c > ' ' && c < 127 && c != '+' && c != '=') {
        xtext.append(c);
      } else {
        xtext.append('+').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
    return xtext.toString();
  }

  /**
   * Decodes a parameter's value; empty where it is not well formed, or hides what no envelope may
   * hold: octets outside of printable ASCII.
   */
  public static Optional<String> decode(String xtext) {
    StringBuilder text = new StringBuilder(xtext.length());
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c <= ' ' || c >= 127 || c == '=') {
        return Optional.empty();
      }
      if (c == '+') {
        int high = i + 1 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 1)) : -1;
        int low = i + 2 < xtext.length() ? HEX.indexOf(xtext.charAt(i + 2)) : -1;
        c = (char) (high * 16 + low);
        if (high < 0 || low < 0 || c < ' ' || c >= 127) {
          return Optional.empty();
        }
        i += 2;
      }
      text.append(c);
    }
    return Optional.of(text.toString());
  }
}
