package baton.smtp.grammar;

/** A text that is no mail address; the message is a sentence that names the fault. */
public final class InvalidAddressException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidAddressException(String sentence) {
    super(sentence);
  }

  /** Strangers send bad addresses at any rate they like, and the sentence says it all. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
