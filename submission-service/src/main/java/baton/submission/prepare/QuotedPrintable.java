package baton.submission.prepare;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Quoted-printable (RFC 2045 section 6.7) that remembers where each octet came from, so that a
 * piece of the text can be replaced and the rest keeps the form its author's program gave it.
 *
 * @param octets the text, decoded; a sequence that is not valid stands for itself
 * @param origins for each octet, and for the end, where it began in what was decoded
 */
record QuotedPrintable(byte[] octets, int[] origins) {

  private static final int MAX_LINE = 76;
  private static final String HEX = "0123456789ABCDEF";

  static QuotedPrintable decode(byte[] source, int from, int to) {
    byte[] octets = new byte[to - from];
    int[] origins = new int[to - from + 1];
    int count = 0;
    int i = from;
    while (i < to) {
      int blanks = blanksAtLineEnd(source, i, to);
      if (blanks > 0) {
        // Added on the way by some program: "must be deleted" (rule 3).
        i += blanks;
        continue;
      }
      int soft = softBreak(source, i, to);
      if (soft > 0) {
        i += soft;
        continue;
      }
      origins[count] = i;
      int high = i + 2 < to && source[i] == '=' ? hex(source[i + 1]) : -1;
      int low = high >= 0 ? hex(source[i + 2]) : -1;
      octets[count++] = low >= 0 ? (byte) (high << 4 | low) : source[i];
      i += low >= 0 ? 3 : 1;
    }
    origins[count] = to;
    return new QuotedPrintable(Arrays.copyOf(octets, count), Arrays.copyOf(origins, count + 1));
  }

  /**
   * Encodes ASCII that goes into the middle of a line: between soft line breaks, so that no line
   * grows beyond 76 characters whatever stands before and behind.
   */
  static byte[] encodeInsertion(byte[] ascii) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(ascii.length * 2);
    softBreak(out);
    encode(ascii, out);
    softBreak(out);
    return out.toByteArray();
  }

  /** Encodes a whole text; CRLF stays a line's end. */
  static byte[] encode(byte[] octets) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length * 5 / 4);
    encode(octets, out);
    return out.toByteArray();
  }

  private static void encode(byte[] octets, ByteArrayOutputStream out) {
    int column = 0;
    for (int i = 0; i < octets.length; i++) {
      byte octet = octets[i];
      if (isLineEnd(octets, i)) {
        out.write('\r');
        out.write('\n');
        i++;
        column = 0;
        continue;
      }
      boolean plain =
          octet > ' ' && octet < 127 && octet != '='
              || (octet == ' ' || octet == '\t')
                  && i + 1 < octets.length
                  && !isLineEnd(octets, i + 1);
      int width = plain ? 1 : 3;
      if (column + width >= MAX_LINE) {
        softBreak(out);
        column = 0;
      }
      if (plain) {
        out.write(octet);
      } else {
        out.write('=');
        out.write(HEX.charAt(octet >> 4 & 15));
        out.write(HEX.charAt(octet & 15));
      }
      column += width;
    }
  }

  private static boolean isLineEnd(byte[] octets, int at) {
    return octets[at] == '\r' && at + 1 < octets.length && octets[at + 1] == '\n';
  }

  private static void softBreak(ByteArrayOutputStream out) {
    out.write('=');
    out.write('\r');
    out.write('\n');
  }

  private static int blanksAtLineEnd(byte[] source, int at, int to) {
    int i = at;
    while (i < to && (source[i] == ' ' || source[i] == '\t')) {
      i++;
    }
    return i > at && (i == to || source[i] == '\r') ? i - at : 0;
  }

  private static int softBreak(byte[] source, int at, int to) {
    if (source[at] != '=') {
      return 0;
    }
    int i = at + 1;
    while (i < to && (source[i] == ' ' || source[i] == '\t')) {
      i++;
    }
    if (i == to) {
      return i - at;
    }
    return source[i] == '\r' && i + 1 < to && source[i + 1] == '\n' ? i + 2 - at : 0;
  }

  private static int hex(byte c) {
    return Character.digit(c, 16);
  }
}
