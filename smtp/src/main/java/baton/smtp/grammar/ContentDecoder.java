package baton.smtp.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message's content in the DATA phase, chunk by chunk: finds its end, and takes away the
 * dots that {@link DotStuffing} put in (RFC 5321 sections 4.1.1.4 and 4.5.2).
 *
 * <p>Only CRLF, dot, CRLF ends the content. A bare CR, a bare LF or a NUL anywhere makes it a
 * message to be refused, but it is read to that same end: whatever a look-alike of the end is
 * followed by is content, never a command (SMTP smuggling). Content that is refused, or grows
 * beyond the limit, is counted and no longer held.
 *
 * <p>One decoder reads one message, on one thread.
 */
public final class ContentDecoder {

  /** Where the next octet stands. */
  private enum Place {
    LINE_START,
    TEXT,
    /** Behind a CR that ends a line if LF follows. */
    CR,
    /** Behind a dot at a line's start. */
    DOT,
    /** Behind a dot at a line's start and a CR. */
    DOT_CR,
    /** Behind the final dot's CRLF. */
    END
  }

  private static final int FIRST_CAPACITY = 4_096;

  private final long maxSize;
  private byte[] content;
  private int length;
  private long size;
  private long lines = 1;
  private Place place = Place.LINE_START;
  private boolean discarding;
  private @Nullable ContentFault fault;
  private long faultLine;

  /**
   * @param maxSize octets that the content may have, its dots taken away
   * @param expectedSize what the client declared, or 0; a hint for the first array
   */
  public ContentDecoder(long maxSize, long expectedSize) {
    this.maxSize = Math.min(maxSize, Integer.MAX_VALUE - 16);
    this.content = new byte[Math.clamp(expectedSize + 64, FIRST_CAPACITY, 64 * 1024)];
  }

  /**
   * Reads a chunk, or what of it belongs to the content.
   *
   * @param chunk bytes as they came; not kept
   * @param from where to begin, inclusive
   * @param to where the chunk ends, exclusive
   * @return where the content's end was passed; {@code to} also where it has not come yet, see
   *     {@link #ended()}
   */
  public int read(byte[] chunk, int from, int to) {
    int start = from;
    int i = from;
    while (i < to) {
      if (place == Place.TEXT) {
        i = skipText(chunk, i, to);
        if (i == to) {
          break;
        }
      }
      byte b = chunk[i];
      switch (place) {
        case LINE_START -> {
          if (b == '.') {
            keep(chunk, start, i);
            start = i + 1;
            place = Place.DOT;
          } else {
            place = text(b);
          }
        }
        case TEXT -> place = text(b);
        case CR -> {
          if (b == '\n') {
            lines++;
            place = Place.LINE_START;
          } else {
            note(ContentFault.BARE_CR);
            place = text(b);
          }
        }
        case DOT -> {
          if (b == '\r') {
            start = i + 1;
            place = Place.DOT_CR;
          } else {
            place = text(b);
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            place = Place.END;
            return i + 1;
          }
          note(ContentFault.BARE_CR);
          place = text(b);
        }
        case END -> throw new IllegalStateException("the content has ended");
      }
      i++;
    }
    keep(chunk, start, to);
    return to;
  }

  /** The next octet of {@code chunk} that is not plain text, or {@code to}. */
  private static int skipText(byte[] chunk, int from, int to) {
    int i = from;
    while (i < to && (chunk[i] > '\r' || chunk[i] < 0)) {
      i++;
    }
    return i;
  }

  private Place text(byte b) {
    return switch (b) {
      case '\r' -> Place.CR;
      case '\n' -> {
        note(ContentFault.BARE_LF);
        yield Place.TEXT;
      }
      case 0 -> {
        note(ContentFault.NUL);
        yield Place.TEXT;
      }
      default -> Place.TEXT;
    };
  }

  private void note(ContentFault found) {
    if (fault == null) {
      fault = found;
      faultLine = lines;
      discard();
    }
  }

  private void keep(byte[] chunk, int from, int to) {
    int count = to - from;
    size += count;
    if (discarding) {
      return;
    }
    if (size > maxSize) {
      discard();
      return;
    }
    if (length + count > content.length) {
      long doubled = Math.max(2L * content.length, (long) length + count);
      content = Arrays.copyOf(content, (int) Math.min(doubled, Math.max(maxSize, size)));
    }
    System.arraycopy(chunk, from, content, length, count);
    length += count;
  }

  /** Lets go of what is held, and of all that still comes; the content is read to its end. */
  public void discard() {
    discarding = true;
    content = new byte[0];
    length = 0;
  }

  /** Whether the final dot has come. */
  public boolean ended() {
    return place == Place.END;
  }

  /** Octets of memory that the content takes up at present. */
  public int held() {
    return content.length;
  }

  /** Octets of the content so far, dots taken away; of refused content too. */
  public long size() {
    return size;
  }

  /**
   * Why the content must be refused: 550 5.6.0 naming the fault and its line, or 552 5.3.4 for
   * content beyond the limit; null where it may be accepted.
   */
  public @Nullable Reply refusal() {
    if (fault != null) {
      return Reply.of(
          550, "5.6.0", "Message refused: " + fault.sentence() + " in line " + faultLine);
    }
    if (size > maxSize) {
      return Reply.of(552, "5.3.4", "Message is larger than " + maxSize + " octets");
    }
    return null;
  }

  /**
   * The whole content, dots taken away; each line, also the last, ends in CRLF.
   *
   * @throws IllegalStateException where it has not ended, or is refused or discarded
   */
  public byte[] content() {
    if (place != Place.END || discarding) {
      throw new IllegalStateException("there is no content to have");
    }
    return length == content.length ? content : Arrays.copyOf(content, length);
  }
}
