package baton.smtp.server;

import baton.smtp.grammar.Reply;
import java.nio.charset.StandardCharsets;

/** A reply that never changes, and its bytes, made once. */
enum Answer {
  OK(250, "2.0.0", "OK"),
  GOODBYE(221, "2.0.0", "Goodbye"),
  GO_AHEAD(Reply.of(354, "Go ahead, end with CRLF dot CRLF")),
  START_TLS(220, "2.0.0", "Ready to start TLS"),
  CANNOT_VERIFY(252, "2.1.5", "Cannot verify, send some mail and see"),
  HELP(214, "2.0.0", "See RFC 5321: EHLO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY STARTTLS AUTH"),

  NOT_OFFERED(502, "5.5.1", "Command not offered here"),
  GREET_FIRST(503, "5.5.1", "Send EHLO or HELO first"),
  MAIL_FIRST(503, "5.5.1", "Send MAIL first"),
  RCPT_FIRST(503, "5.5.1", "Send RCPT first"),
  NESTED_MAIL(503, "5.5.1", "A transaction is open already, RSET ends it"),
  CONTENT_HAS_BEGUN(503, "5.5.1", "Content has begun to come by BDAT, RSET gives it up"),
  NO_VALID_RECIPIENTS(554, "5.5.1", "No valid recipients"),
  TOO_MANY_RECIPIENTS(452, "4.5.3", "Too many recipients, send the others in another message"),
  NON_ASCII_RECIPIENT(553, "5.6.7", "Recipient is not ASCII, so MAIL needed SMTPUTF8"),
  OVERWHELMED(452, "4.3.1", "The server holds too many messages now, try again later"),

  TLS_FIRST(530, "5.7.0", "Must issue a STARTTLS command first"),
  TLS_ALREADY(503, "5.5.1", "TLS is active already"),
  LOGIN_FIRST(530, "5.7.0", "Authentication required"),
  LOGIN_NEEDS_TLS(538, "5.7.11", "Encryption required: issue STARTTLS before AUTH"),
  LOGIN_ALREADY(503, "5.5.1", "Already authenticated"),
  LOGIN_IN_TRANSACTION(503, "5.5.1", "AUTH is not allowed inside of a transaction"),
  LOGIN_CANCELLED(501, "5.7.0", "Authentication cancelled"),
  MECHANISM_UNKNOWN(504, "5.5.4", "Mechanism not offered: use PLAIN or LOGIN"),
  ACTS_FOR_ANOTHER(535, "5.7.8", "Authorization identity must be the user name, or empty"),

  FAILED(451, "4.3.0", "Local error, try again later"),
  BROKEN(421, "4.3.0", "Local error, closing"),
  SHUTTING_DOWN(421, "4.3.2", "Server is shutting down, try again later"),
  SERVER_FULL(421, "4.3.2", "Too many connections, try again later"),
  ADDRESS_FULL(421, "4.7.0", "Too many connections from your address"),
  IDLE(421, "4.4.2", "Idle for too long, closing"),
  TOO_MANY_ERRORS(421, "4.7.0", "Too many errors, closing"),
  LOST_TRACK(421, "4.7.0", "Content cannot be told from commands now, closing"),
  TOO_MANY_IDLE_COMMANDS(421, "4.7.0", "Too many commands without a message, closing"),
  TOO_MANY_TRANSACTIONS(421, "4.5.3", "Too many messages in one session, connect again"),
  TOO_MANY_LOGINS(421, "4.7.0", "Too many failed logins, closing");

  private final Reply reply;
  private final byte[] wire;

  Answer(int code, String status, String text) {
    this(Reply.of(code, status, text));
  }

  Answer(Reply reply) {
    this.reply = reply;
    this.wire = reply.wire().getBytes(StandardCharsets.US_ASCII);
  }

  Reply reply() {
    return reply;
  }

  /** The bytes on the wire; not to be changed. */
  byte[] wire() {
    return wire;
  }
}
