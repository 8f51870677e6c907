package baton.standalone.cli;

/** A command did not do what it was asked to; the message is a sentence fit to be shown. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Exit status where the command line makes no sense. */
  static final int USAGE = 2;

  /** Exit status of every other failure. */
  static final int FAILURE = 1;

  private final int status;

  private CommandException(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  static CommandException usage(String sentence) {
    return new CommandException(USAGE, sentence);
  }

  static CommandException failure(String sentence) {
    return new CommandException(FAILURE, sentence);
  }

  int status() {
    return status;
  }
}
