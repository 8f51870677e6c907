package baton.smtp.grammar;

import java.util.Arrays;

/**
 * The transparency procedure of the DATA phase, as a sender does it (RFC 5321 section 4.5.2). Its
 * counterpart is {@link ContentDecoder}.
 */
public final class DotStuffing {

  private static final byte[] END = {'.', '\r', '\n'};

  private DotStuffing() {}

  /**
   * What goes over the wire between the 354 and the final reply: the content with one more dot
   * before each line that begins with one, a CRLF at its end where it has none, and the line of a
   * single dot.
   *
   * <p>Lines are what CRLF separates, so content must hold no bare CR and no bare LF: this method
   * neither looks for them nor repairs them, because the bytes must leave as they were signed.
   *
   * @param content the message, at most about 2 GiB with its stuffing; not changed
   * @return a new array, ending in CRLF, dot, CRLF (only dot, CRLF where content is empty)
   */
  public static byte[] encode(byte[] content) {
    int length = content.length;
    boolean terminated =
        length == 0 || (length >= 2 && content[length - 2] == '\r' && content[length - 1] == '\n');
    int dot = nextLeadingDot(content, 0);
    int surplus = 0;
    for (int at = dot; at < length; at = nextLeadingDot(content, at + 1)) {
      surplus++;
    }
    byte[] wire =
        Arrays.copyOf(content, Math.addExact(length, surplus + (terminated ? 0 : 2) + END.length));
    int to = length;
    if (surplus > 0) {
      to = stuff(content, dot, wire);
    }
    if (!terminated) {
      wire[to++] = '\r';
      wire[to++] = '\n';
    }
    System.arraycopy(END, 0, wire, to, END.length);
    return wire;
  }

  private static int stuff(byte[] content, int firstDot, byte[] wire) {
    int from = firstDot;
    int to = firstDot;
    while (from < content.length) {
      int next = nextLeadingDot(content, from + 1);
      wire[to++] = '.';
      System.arraycopy(content, from, wire, to, next - from);
      to += next - from;
      from = next;
    }
    return to;
  }

  /** Where the next line that begins with a dot begins, at {@code from} or later, or the length. */
  private static int nextLeadingDot(byte[] content, int from) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == '.'
          && (i == 0 || (i >= 2 && content[i - 1] == '\n' && content[i - 2] == '\r'))) {
        return i;
      }
    }
    return content.length;
  }
}
