package baton.smtp.server;

/** Counts what a session's peer does beside handing over mail, and says when it is too much. */
final class Conduct {

  private final SmtpServerOptions options;
  private int errors;
  private int idleCommands;
  private int transactions;

  Conduct(SmtpServerOptions options) {
    this.options = options;
  }

  /** A command that is faulty or out of order; false where it was one too many. */
  boolean error() {
    return ++errors <= options.maxErrors();
  }

  /** A command that moves no mail; false where it was one too many. */
  boolean idleCommand() {
    return ++idleCommands <= options.maxIdleCommands();
  }

  /** A MAIL; false where it was one more than LIMITS allows. */
  boolean transaction() {
    return ++transactions <= options.maxTransactions();
  }

  /** A message was accepted: the peer is here for mail, and its sins are forgotten. */
  void messageAccepted() {
    errors = 0;
    idleCommands = 0;
  }
}
