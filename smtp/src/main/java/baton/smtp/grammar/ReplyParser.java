package baton.smtp.grammar;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads replies (RFC 5321 section 4.2) out of octets that arrive in any pieces: feed what arrived,
 * then take replies until there is none.
 *
 * <p>Strict on the code: three digits, 200 to 599, at the start of every line. Lenient on what the
 * world sends besides: lines ended by a bare LF, no text, no blank after the code, octets that are
 * not ASCII (read as UTF-8, the unreadable replaced). Where the lines of one reply differ in code
 * the last counts: section 4.2.1 lets a client decide by any of them, and the last is the one that
 * ends the reply for everyone.
 *
 * <p>Memory is bounded whatever arrives: of a line {@value #LINE_KEPT} octets are kept, of a reply
 * {@value #REPLY_KEPT} characters; the rest is counted and dropped, and a reply of more than
 * {@value #REPLY_LIMIT} octets is malformed. Control characters in the text become {@code ?}, so
 * that a reply may be logged as it is.
 *
 * <p>Not safe for use by several threads.
 */
public final class ReplyParser {

  /** Octets kept of one line, code included. */
  public static final int LINE_KEPT = 2_000;

  /** Characters kept of one reply's text, counting 6 per line for its code and line end. */
  public static final int REPLY_KEPT = 16 * 1024;

  /** Octets a reply may have on the wire. */
  public static final int REPLY_LIMIT = 100 * 1024;

  private static final Pattern STATUS =
      Pattern.compile(" *([245]\\.\\d{1,3}\\.\\d{1,3})(?: |$|(?=[:;,]))");

  private final byte[] line = new byte[LINE_KEPT];
  private int lineLength;

  private byte[] input = {};
  private int position;

  private final List<String> texts = new ArrayList<>();
  private int kept;
  private int octets;

  /** Adds what arrived. Take every reply by {@link #next()} before feeding again. */
  public void feed(byte[] arrived) {
    if (position == input.length) {
      input = arrived;
    } else {
      byte[] joined = Arrays.copyOfRange(input, position, input.length + arrived.length);
      System.arraycopy(arrived, 0, joined, input.length - position, arrived.length);
      input = joined;
    }
    position = 0;
  }

  /**
   * The next complete reply; empty where more octets are needed.
   *
   * @throws MalformedReplyException where what arrived can be no reply; the parser is of no use
   *     afterwards
   */
  public Optional<Reply> next() throws MalformedReplyException {
    while (position < input.length) {
      byte octet = input[position++];
      if (++octets > REPLY_LIMIT) {
        throw new MalformedReplyException("reply of more than " + REPLY_LIMIT + " octets");
      }
      if (octet != '\n') {
        if (lineLength < LINE_KEPT) {
          line[lineLength++] = octet;
        }
        continue;
      }
      Reply reply = endLine();
      if (reply != null) {
        return Optional.of(reply);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether octets are held that belong to no reply taken so far. After the reply to STARTTLS this
   * must be false: whatever stands behind it was said in clear and would be taken for the peer's
   * words under TLS.
   */
  public boolean holdsMore() {
    return position < input.length || lineLength > 0 || !texts.isEmpty();
  }

  private @Nullable Reply endLine() throws MalformedReplyException {
    int length = lineLength;
    while (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    lineLength = 0;
    int code = code(length);
    int separator = length > 3 ? line[3] : ' ';
    if (separator >= '0' && separator <= '9') {
      throw malformed(length);
    }
    int start = separator == ' ' || separator == '-' || separator == '\t' ? 4 : 3;
    keep(new String(line, start, Math.max(0, length - start), StandardCharsets.UTF_8));
    if (separator == '-') {
      return null;
    }
    Reply reply = reply(code, texts);
    texts.clear();
    kept = 0;
    octets = 0;
    return reply;
  }

  private int code(int length) throws MalformedReplyException {
    if (length < 3) {
      throw malformed(length);
    }
    int code = 0;
    for (int i = 0; i < 3; i++) {
      if (line[i] < '0' || line[i] > '9') {
        throw malformed(length);
      }
      code = code * 10 + line[i] - '0';
    }
    if (code < 200 || code > 599) {
      throw malformed(length);
    }
    return code;
  }

  private void keep(String text) {
    int room = REPLY_KEPT - kept - 6;
    if (room < 0) {
      return;
    }
    texts.add(printable(text.length() <= room ? text : text.substring(0, room)));
    kept += text.length() + 6;
  }

  private MalformedReplyException malformed(int length) {
    String start = new String(line, 0, Math.min(length, 60), StandardCharsets.UTF_8);
    return new MalformedReplyException("not a reply: \"" + printable(start) + "\"");
  }

  /** The first enhanced status found is the reply's; it is cut from each line that repeats it. */
  private static Reply reply(int code, List<String> texts) {
    EnhancedStatus status = null;
    List<String> lines = new ArrayList<>(texts.size());
    for (String text : texts) {
      Matcher matcher = STATUS.matcher(text);
      EnhancedStatus here =
          matcher.lookingAt() ? EnhancedStatus.parse(matcher.group(1)).orElse(null) : null;
      if (status == null) {
        status = here;
      }
      lines.add(here != null && here.equals(status) ? text.substring(matcher.end()) : text);
    }
    return new Reply(code, status, lines);
  }

  private static String printable(String text) {
    StringBuilder printable = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        if (printable == null) {
          printable = new StringBuilder(text);
        }
        printable.setCharAt(i, c == '\t' ? ' ' : '?');
      }
    }
    return printable == null ? text : printable.toString();
  }
}
