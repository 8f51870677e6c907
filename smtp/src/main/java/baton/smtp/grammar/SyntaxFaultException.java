package baton.smtp.grammar;

/** Carries a fault's reply out of the depths of the parser; never leaves this package. */
final class SyntaxFaultException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;

  SyntaxFaultException(int code, String status, String text) {
    super(text, null, false, false);
    this.reply = Reply.of(code, status, text);
  }

  Reply reply() {
    return reply;
  }
}
