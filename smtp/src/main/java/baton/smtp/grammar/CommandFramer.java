package baton.smtp.grammar;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ends of command lines in a stream of chunks. Only CRLF ends a line (RFC 5321 section
 * 2.3.8): what follows a bare LF is never a command, and the line that holds one is refused.
 *
 * <p>A line has at most 512 octets with its CRLF (section 4.5.3.1.4), but {@value #PATH_LIMIT} for
 * MAIL and RCPT, whose extensions lengthen them, and {@value #AUTH_LIMIT} for AUTH and its
 * responses (RFC 4954 section 4). A longer line is read to its end and refused; no more than the
 * largest limit is held.
 *
 * <p>One framer serves one connection, on one thread.
 */
public final class CommandFramer {

  public static final int LINE_LIMIT = 512;
  public static final int PATH_LIMIT = 2_048;
  public static final int AUTH_LIMIT = 12_288;

  private static final byte[] EMPTY = {};

  /** What {@link #read} came to. */
  public enum Outcome {
    /** The chunk ended before the line did: go on with the next chunk. */
    INCOMPLETE,
    /** A line is there, between {@link #lineStart()} and {@link #lineEnd()}. */
    LINE,
    /** The line is refused: {@link #fault()} says why. Reading goes on at {@link #next()}. */
    FAULT
  }

  private byte[] held = EMPTY;
  private int heldLength;

  /** Octets of the line that came in earlier chunks, held or not. */
  private long earlier;

  private boolean lastWasCr;
  private boolean answered;
  private @Nullable CommandFault found;

  private byte[] line = EMPTY;
  private int lineStart;
  private int lineEnd;
  private int next;
  private @Nullable CommandFault fault;
  private boolean announcesChunk;

  /**
   * Reads on until a line has ended, is refused, or the chunk is used up.
   *
   * @param chunk bytes as they came; the line may point into it until the next call
   * @param from where to begin, inclusive
   * @param to where the chunk ends, exclusive
   * @param response whether an AUTH exchange expects its response instead of a command
   */
  public Outcome read(byte[] chunk, int from, int to, boolean response) {
    int start = from;
    for (int i = from; i < to; i++) {
      byte b = chunk[i];
      if (b != '\n') {
        if (lastWasCr) {
          note(CommandFault.BARE_CR);
        }
        if (b == 0) {
          note(CommandFault.NUL);
        }
        lastWasCr = b == '\r';
      } else if (lastWasCr) {
        boolean silent = answered;
        fault = end(chunk, start, i + 1, response);
        announcesChunk = isBdat(line, lineStart, lineEnd);
        next = i + 1;
        if (!silent) {
          return fault == null ? Outcome.LINE : Outcome.FAULT;
        }
        start = next;
      } else if (!answered) {
        // Answered at once: a client that ends its lines with LF waits now, and sends no more.
        hold(chunk, start, i + 1);
        answered = true;
        fault = CommandFault.BARE_LF;
        announcesChunk = isBdat(held, 0, heldLength);
        next = i + 1;
        return Outcome.FAULT;
      }
    }
    hold(chunk, start, to);
    next = to;
    return Outcome.INCOMPLETE;
  }

  private static boolean isBdat(byte[] line, int from, int to) {
    return to - from >= 4
        && (line[from] & 0xdf) == 'B'
        && (line[from + 1] & 0xdf) == 'D'
        && (line[from + 2] & 0xdf) == 'A'
        && (line[from + 3] & 0xdf) == 'T';
  }

  private void note(CommandFault fault) {
    if (found == null) {
      found = fault;
    }
  }

  /** Points to the line, whose CRLF ends at {@code to}, and says what is wrong with it. */
  private @Nullable CommandFault end(byte[] chunk, int start, int to, boolean response) {
    long length = earlier + to - start;
    if (earlier == 0) {
      line = chunk;
      lineStart = start;
    } else {
      hold(chunk, start, to);
      line = held;
      lineStart = 0;
    }
    lineEnd = (int) (lineStart + length - 2);
    if (found == null) {
      found = response ? CommandFault.overAuthLimit(length) : overLimit(length);
    }
    CommandFault first = found;
    discard();
    return first;
  }

  private @Nullable CommandFault overLimit(long length) {
    if (length <= LINE_LIMIT) {
      return null;
    }
    int verb =
        (line[lineStart] & 0xdf) << 24
            | (line[lineStart + 1] & 0xdf) << 16
            | (line[lineStart + 2] & 0xdf) << 8
            | (line[lineStart + 3] & 0xdf);
    return switch (verb) {
      case 'M' << 24 | 'A' << 16 | 'I' << 8 | 'L', 'R' << 24 | 'C' << 16 | 'P' << 8 | 'T' ->
          length <= PATH_LIMIT ? null : CommandFault.PATH_TOO_LONG;
      case 'A' << 24 | 'U' << 16 | 'T' << 8 | 'H' -> CommandFault.overAuthLimit(length);
      default -> CommandFault.TOO_LONG;
    };
  }

  private void hold(byte[] chunk, int from, int to) {
    int count = Math.min(to - from, AUTH_LIMIT - heldLength);
    if (count > 0) {
      int needed = heldLength + count;
      if (needed > held.length) {
        held = Arrays.copyOf(held, Math.clamp(2L * held.length, Math.max(needed, 128), AUTH_LIMIT));
      }
      System.arraycopy(chunk, from, held, heldLength, count);
      heldLength = needed;
    }
    earlier += to - from;
  }

  /** Forgets a line that has begun, as STARTTLS demands (RFC 3207 section 4.2). */
  public void discard() {
    heldLength = 0;
    earlier = 0;
    lastWasCr = false;
    answered = false;
    found = null;
  }

  /** Where the chunk's rest begins after {@link Outcome#LINE} or {@link Outcome#FAULT}. */
  public int next() {
    return next;
  }

  /** The array that holds the line; valid until the next call of {@link #read}. */
  public byte[] line() {
    return line;
  }

  /** Where the line begins in {@link #line()}. */
  public int lineStart() {
    return lineStart;
  }

  /** Where the line ends in {@link #line()}: exclusive, and without the CRLF. */
  public int lineEnd() {
    return lineEnd;
  }

  /** Why the line is refused; to be asked after {@link Outcome#FAULT} only. */
  public CommandFault fault() {
    return Objects.requireNonNull(fault);
  }

  /**
   * Whether the refused line is a BDAT, so that content may follow which nobody can tell from
   * commands; to be asked after {@link Outcome#FAULT} only.
   */
  public boolean losesTrack() {
    return announcesChunk;
  }
}
