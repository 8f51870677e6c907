package baton.feedback.recognition;

/**
 * How much of a stranger's message is looked at. Past a limit reading stops and what was read until
 * then counts: a report's machine-readable part stands near its beginning.
 *
 * @param depth multiparts inside one another, at least 1; a message inside the message is not
 *     opened and counts for none
 * @param parts body parts altogether, at least 1
 * @param headerFields fields in one header, at least 1
 * @param headerBytes one field, its folded lines included, in octets
 * @param decodedBytes content kept of all parts together, after transfer decoding, in octets
 */
public record Limits(int depth, int parts, int headerFields, int headerBytes, int decodedBytes) {

  /**
   * What serves every report that was ever seen, several times over. Reports have two levels at
   * most; an original's header with all its signatures seldom passes 32 KiB.
   */
  public static final Limits DEFAULT = new Limits(10, 100, 1_000, 64 * 1024, 1024 * 1024);

  public Limits {
    if (depth < 1 || parts < 1 || headerFields < 1 || headerBytes < 1 || decodedBytes < 1) {
      throw new IllegalArgumentException("limits are at least 1");
    }
  }
}
