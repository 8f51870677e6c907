package baton.smtp.grammar;

/**
 * Reads a message's content in the DATA phase, chunk by chunk: finds its end, and takes away the
 * dots that {@link DotStuffing} put in (RFC 5321 sections 4.1.1.4 and 4.5.2).
 *
 * <p>Only CRLF, dot, CRLF ends the content, and content that is refused is read to that same end:
 * whatever a look-alike of the end is followed by is content, never a command (SMTP smuggling).
 */
public final class ContentDecoder extends ContentReader {

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

  private Place place = Place.LINE_START;

  /**
   * @param maxSize octets that the content may have, its dots taken away
   * @param expectedSize what the client declared, or 0; a hint for the first array
   */
  public ContentDecoder(long maxSize, long expectedSize) {
    super(maxSize, expectedSize);
  }

  @Override
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
            lineEnded();
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

  /** Whether the final dot has come. */
  @Override
  public boolean ended() {
    return place == Place.END;
  }
}
