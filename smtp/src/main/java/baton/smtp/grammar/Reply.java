package baton.smtp.grammar;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A reply of an SMTP server (RFC 5321 section 4.2), with its enhanced status where it has one (RFC
 * 2034).
 *
 * @param code 200 to 599
 * @param status the enhanced status code; null where the reply has none, as in a greeting, the
 *     answer to EHLO, and 3xx
 * @param lines the text, a line each, without code and enhanced status; at least one, each of
 *     printable characters
 */
public record Reply(int code, @Nullable EnhancedStatus status, List<String> lines) {

  public Reply {
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("reply code is 200 to 599: " + code);
    }
    lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
  }

  /** A reply of one line; {@code status} as in {@code 5.7.1}. */
  public static Reply of(int code, String status, String text) {
    return new Reply(code, EnhancedStatus.parse(status).orElseThrow(), List.of(text));
  }

  /** A reply of one line with no enhanced status. */
  public static Reply of(int code, String text) {
    return new Reply(code, null, List.of(text));
  }

  public boolean positive() {
    return code < 300;
  }

  public boolean intermediate() {
    return code >= 300 && code < 400;
  }

  public boolean transientFailure() {
    return code >= 400 && code < 500;
  }

  public boolean permanentFailure() {
    return code >= 500;
  }

  /** The lines joined by a blank, without code and status. */
  public String text() {
    return String.join(" ", lines);
  }

  /** As one line for people and events: {@code 550 5.1.1 no such user}. */
  @Override
  public String toString() {
    String text = text();
    return code + (status == null ? "" : " " + status) + (text.isEmpty() ? "" : " " + text);
  }

  /**
   * The reply as it goes over the wire, CRLF at each line's end. Control characters in the text are
   * replaced by {@code ?}, so that no text can end a reply early.
   */
  public String wire() {
    String prefix = status == null ? "" : status + " ";
    int last = lines.size() - 1;
    StringBuilder wire = new StringBuilder(64);
    for (int i = 0; i <= last; i++) {
      wire.append(code).append(i < last ? '-' : ' ').append(prefix).append(printable(lines.get(i)));
      wire.append("\r\n");
    }
    return wire.toString();
  }

  private static String printable(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (isControl(line.charAt(i))) {
        return line.chars()
            .mapToObj(c -> isControl((char) c) ? "?" : String.valueOf((char) c))
            .collect(Collectors.joining());
      }
    }
    return line;
  }

  private static boolean isControl(char c) {
    return c < 0x20 || c == 0x7f;
  }
}
