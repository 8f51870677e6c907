package baton.smtp.grammar;

import org.jspecify.annotations.Nullable;

/** What can be wrong with a command line before anybody reads what it says. */
public enum CommandFault {
  TOO_LONG("Line too long: a command has at most " + CommandFramer.LINE_LIMIT + " octets"),
  PATH_TOO_LONG(
      "Line too long: MAIL and RCPT have at most " + CommandFramer.PATH_LIMIT + " octets"),
  AUTH_TOO_LONG(
      "Line too long: AUTH and its responses have at most " + CommandFramer.AUTH_LIMIT + " octets"),
  BARE_LF("The line holds a bare LF: lines end in CRLF"),
  BARE_CR("The line holds a bare CR: lines end in CRLF"),
  NUL("The line holds a NUL");

  private final Reply reply;

  CommandFault(String sentence) {
    this.reply = Reply.of(500, "5.5.2", sentence);
  }

  static @Nullable CommandFault overAuthLimit(long length) {
    return length <= CommandFramer.AUTH_LIMIT ? null : AUTH_TOO_LONG;
  }

  /** The answer to such a line: 500 5.5.2 with a sentence that names the fault. */
  public Reply reply() {
    return reply;
  }
}
