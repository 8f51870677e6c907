package baton.submission.prepare;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;

/**
 * The canonical forms of DKIM, octet by octet: relaxed (RFC 6376 sections 3.4.2 and 3.4.4) and
 * simple (sections 3.4.1 and 3.4.3).
 */
final class Canonical {

  private static final byte[] CRLF = {'\r', '\n'};

  private Canonical() {}

  /**
   * Feeds a body's simple form to a digest: as it is, but for empty last lines, and with a line end
   * at its end.
   */
  static void simpleBody(byte[] octets, int from, int to, MessageDigest digest) {
    int end = to;
    if (endsLine(octets, from, end)) {
      while (endsLine(octets, from, end - 2)) {
        end -= 2;
      }
    }
    digest.update(octets, from, end - from);
    if (!endsLine(octets, from, end)) {
      digest.update(CRLF);
    }
  }

  private static boolean endsLine(byte[] octets, int from, int end) {
    return end - from >= 2 && octets[end - 2] == '\r' && octets[end - 1] == '\n';
  }

  /**
   * A header field's relaxed form: name in lower case, value unfolded, blanks made one, none at the
   * end.
   *
   * @param octets holds the value from {@code start} to {@code end}
   * @param lineEnd whether CRLF follows; it does for all but the signature's own field
   */
  static byte[] field(String name, byte[] octets, int start, int end, boolean lineEnd) {
    byte[] canonical = new byte[name.length() + 1 + (end - start) + 2];
    int length = 0;
    String lower = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < lower.length(); i++) {
      canonical[length++] = (byte) lower.charAt(i);
    }
    canonical[length++] = ':';
    int valueStart = length;
    boolean blank = false;
    for (int i = start; i < end; i++) {
      byte octet = octets[i];
      if (octet == '\r' || octet == '\n') {
        continue;
      }
      if (octet == ' ' || octet == '\t') {
        blank = length > valueStart;
      } else {
        if (blank) {
          canonical[length++] = ' ';
          blank = false;
        }
        canonical[length++] = octet;
      }
    }
    if (lineEnd) {
      canonical[length++] = '\r';
      canonical[length++] = '\n';
    }
    return Arrays.copyOf(canonical, length);
  }

  /**
   * Feeds a body's relaxed form to a digest: blanks made one, none at a line's end, no empty last
   * lines.
   */
  static void body(byte[] octets, int from, int to, MessageDigest digest) {
    int emptyLines = 0;
    int line = from;
    while (line < to) {
      int feed = line;
      while (feed < to && octets[feed] != '\n') {
        feed++;
      }
      int end = feed > line && feed < to && octets[feed - 1] == '\r' ? feed - 1 : feed;
      int trimmed = end;
      while (trimmed > line && isBlank(octets[trimmed - 1])) {
        trimmed--;
      }
      if (trimmed == line) {
        emptyLines++;
      } else {
        for (; emptyLines > 0; emptyLines--) {
          digest.update(CRLF);
        }
        line(octets, line, trimmed, digest);
        digest.update(CRLF);
      }
      line = feed + 1;
    }
  }

  /**
   * A line whose end has been trimmed; runs without double blanks go to the digest in one piece.
   */
  private static void line(byte[] octets, int from, int to, MessageDigest digest) {
    int run = from;
    for (int i = from; i < to; i++) {
      if (!isBlank(octets[i])) {
        continue;
      }
      int next = i + 1;
      while (isBlank(octets[next])) {
        next++;
      }
      if (octets[i] == ' ' && next == i + 1) {
        continue;
      }
      digest.update(octets, run, i - run);
      digest.update((byte) ' ');
      run = next;
      i = next - 1;
    }
    digest.update(octets, run, to - run);
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
