package baton.smtp.grammar;

/**
 * What follows MAIL and RCPT, taken apart: {@code FROM:<path> parameters}.
 *
 * @param address what stands between the angle brackets, a source route left out (RFC 5321 appendix
 *     C: accepted and ignored)
 * @param parameters all that follows the path; may be empty
 */
record PathArgument(String address, String parameters) {

  static PathArgument read(String verb, String preposition, String argument) {
    if (!argument.regionMatches(true, 0, preposition, 0, preposition.length())) {
      throw malformed(verb, preposition);
    }
    int open = preposition.length();
    while (open < argument.length() && argument.charAt(open) == ' ') {
      open++;
    }
    if (open == argument.length() || argument.charAt(open) != '<') {
      throw malformed(verb, preposition);
    }
    int close = closingBracket(argument, open + 1);
    if (close < 0) {
      throw new SyntaxFaultException(501, "5.5.4", verb + " has a path with no closing bracket");
    }
    if (close + 1 < argument.length() && argument.charAt(close + 1) != ' ') {
      throw new SyntaxFaultException(
          501, "5.5.4", verb + " has no blank between path and parameters");
    }
    return new PathArgument(
        withoutRoute(verb, argument.substring(open + 1, close)), argument.substring(close + 1));
  }

  /** A bracket inside of quotes belongs to the local part. */
  private static int closingBracket(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '>' && !quoted) {
        return i;
      }
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      }
    }
    return -1;
  }

  private static String withoutRoute(String verb, String path) {
    if (path.isEmpty() || path.charAt(0) != '@') {
      return path;
    }
    int colon = path.indexOf(':');
    if (colon < 0) {
      return path;
    }
    for (String hop : path.substring(0, colon).split(",", -1)) {
      if (hop.isEmpty() || hop.charAt(0) != '@') {
        throw new SyntaxFaultException(501, "5.5.4", verb + " has a malformed source route");
      }
      try {
        Domain.normalise(hop.substring(1));
      } catch (InvalidAddressException _) {
        throw new SyntaxFaultException(501, "5.5.4", verb + " has a malformed source route");
      }
    }
    return path.substring(colon + 1);
  }

  private static SyntaxFaultException malformed(String verb, String preposition) {
    return new SyntaxFaultException(
        501, "5.5.4", verb + " takes the form " + verb + " " + preposition + "<address>");
  }
}
