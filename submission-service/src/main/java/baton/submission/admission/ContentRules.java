package baton.submission.admission;

/**
 * Which octets a message may have (RFC 5322 section 2.1, RFC 5321 section 4.5.3.1.6). What breaks
 * them would be changed by some server on the way, and the signature with it; or, as a bare CR or
 * LF, be taken for the message's end.
 */
final class ContentRules {

  /** Without CRLF, in octets. */
  static final int MAX_LINE = 998;

  private ContentRules() {}

  /**
   * Looks at every octet once.
   *
   * @throws RefusedException that names the fault and its line
   */
  static void check(byte[] content) {
    int lineStart = 0;
    int line = 1;
    for (int i = 0; i < content.length; i++) {
      byte octet = content[i];
      if (octet > '\r' || octet < 0) {
        continue;
      }
      if (octet == '\r') {
        if (i + 1 >= content.length || content[i + 1] != '\n') {
          throw refused("a CR without LF", line);
        }
        if (i - lineStart > MAX_LINE) {
          throw refused("more than " + MAX_LINE + " octets", line);
        }
        i++;
        lineStart = i + 1;
        line++;
      } else if (octet == '\n') {
        throw refused("an LF without CR", line);
      } else if (octet == 0) {
        throw refused("a NUL octet", line);
      }
    }
    if (content.length - lineStart > MAX_LINE) {
      throw refused("more than " + MAX_LINE + " octets", line);
    }
  }

  private static RefusedException refused(String what, int line) {
    return new RefusedException(
        Refusal.BAD_CONTENT, "line " + line + " of the message has " + what);
  }
}
