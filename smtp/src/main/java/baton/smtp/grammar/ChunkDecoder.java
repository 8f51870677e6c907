package baton.smtp.grammar;

/**
 * Reads a message's content from the chunks that BDAT announces (RFC 3030 section 2). Octets are
 * taken as they come: a line of one dot is a line of one dot, and only the count says where a chunk
 * ends.
 *
 * <p>A bare CR, a bare LF or a NUL is refused as it is behind DATA: without BINARYMIME, which is
 * not offered, content consists of lines (RFC 5321 section 2.3.8), and whoever passes it on by DATA
 * would have to change it. A CRLF is added where the last line has none, because DATA must (RFC
 * 5321 section 4.1.1.4); no DKIM signature covers its absence (RFC 6376 section 3.4.3).
 */
public final class ChunkDecoder extends ContentReader {

  private static final byte[] CRLF = {'\r', '\n'};

  private long remaining;
  private boolean last;
  private boolean behindCr;
  private boolean atLineStart = true;
  private boolean ended;

  /**
   * @param maxSize octets that the content may have
   * @param expectedSize what the client declared, or 0; a hint for the first array
   */
  public ChunkDecoder(long maxSize, long expectedSize) {
    super(maxSize, expectedSize);
  }

  /**
   * Another chunk begins, to be read until {@link #chunkEnded()}.
   *
   * @param octets how many it has, 0 or more; a chunk of 0 octets needs one call of {@link #read}
   *     all the same
   * @param last whether the content ends with it
   */
  public void chunk(long octets, boolean last) {
    if (ended || remaining > 0) {
      throw new IllegalStateException("no chunk may begin here");
    }
    this.remaining = octets;
    this.last = last;
  }

  /** Whether the present chunk has been read. */
  public boolean chunkEnded() {
    return remaining == 0;
  }

  /** Whether the present chunk is the content's last one. */
  public boolean lastChunk() {
    return last;
  }

  @Override
  public int read(byte[] chunk, int from, int to) {
    int end = (int) Math.min(to, from + remaining);
    if (end > from) {
      check(chunk, from, end);
      keep(chunk, from, end);
      remaining -= end - from;
    }
    if (remaining == 0 && last && !ended) {
      finish();
    }
    return end;
  }

  private void check(byte[] chunk, int from, int to) {
    int i = from;
    if (behindCr) {
      atLineStart = endLine(chunk[i]);
      behindCr = false;
      i += atLineStart ? 1 : 0;
    }
    while (i < to) {
      int text = i;
      i = skipText(chunk, i, to);
      atLineStart &= i == text;
      if (i == to) {
        return;
      }
      byte b = chunk[i++];
      switch (b) {
        case '\r' -> {
          if (i == to) {
            behindCr = true;
            return;
          }
          atLineStart = endLine(chunk[i]);
          i += atLineStart ? 1 : 0;
        }
        case '\n' -> note(ContentFault.BARE_LF);
        case 0 -> note(ContentFault.NUL);
        default -> atLineStart = false;
      }
    }
  }

  /** Whether the octet behind a CR ends the line. */
  private boolean endLine(byte b) {
    if (b == '\n') {
      lineEnded();
      return true;
    }
    note(ContentFault.BARE_CR);
    return false;
  }

  private void finish() {
    if (behindCr) {
      note(ContentFault.BARE_CR);
    } else if (!atLineStart) {
      keep(CRLF, 0, CRLF.length);
    }
    ended = true;
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
