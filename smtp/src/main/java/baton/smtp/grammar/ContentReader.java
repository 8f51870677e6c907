package baton.smtp.grammar;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a message's content off the wire, chunk by chunk, and holds it.
 *
 * <p>A bare CR, a bare LF or a NUL anywhere makes it a message to be refused, but it is read to its
 * end. Content that is refused, or grows beyond the limit, is counted and no longer held.
 *
 * <p>One reader reads one message, on one thread.
 */
public abstract sealed class ContentReader permits ContentDecoder, ChunkDecoder {

  private static final int FIRST_CAPACITY = 4_096;

  private final long maxSize;
  private byte[] content;
  private int length;
  private long size;
  private long lines = 1;
  private boolean discarding;
  private @Nullable ContentFault fault;
  private long faultLine;

  /**
   * @param maxSize octets that the content may have
   * @param expectedSize what the client declared, or 0; a hint for the first array
   */
  ContentReader(long maxSize, long expectedSize) {
    this.maxSize = Math.min(maxSize, Integer.MAX_VALUE - 16);
    this.content =
        new byte[Math.clamp(Math.min(expectedSize, maxSize) + 64, FIRST_CAPACITY, 64 * 1024)];
  }

  /**
   * Reads a chunk, or what of it belongs to the content.
   *
   * @param chunk bytes as they came; not kept
   * @param from where to begin, inclusive
   * @param to where the chunk ends, exclusive
   * @return where the content's end was passed; {@code to} also where it has not come yet
   */
  public abstract int read(byte[] chunk, int from, int to);

  /** Whether the content's end has come. */
  public abstract boolean ended();

  /** The next octet of {@code chunk} that is not plain text, or {@code to}. */
  static int skipText(byte[] chunk, int from, int to) {
    int i = from;
    while (i < to && (chunk[i] > '\r' || chunk[i] < 0)) {
      i++;
    }
    return i;
  }

  void lineEnded() {
    lines++;
  }

  void note(ContentFault found) {
    if (fault == null) {
      fault = found;
      faultLine = lines;
      discard();
    }
  }

  void keep(byte[] chunk, int from, int to) {
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

  /** Octets of memory that the content takes up at present. */
  public int held() {
    return content.length;
  }

  /** Octets of the content so far; of refused content too. */
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
   * The whole content; each line, also the last, ends in CRLF.
   *
   * @throws IllegalStateException where it has not ended, or is refused or discarded
   */
  public byte[] content() {
    if (!ended() || discarding) {
      throw new IllegalStateException("there is no content to have");
    }
    return length == content.length ? content : Arrays.copyOf(content, length);
  }
}
