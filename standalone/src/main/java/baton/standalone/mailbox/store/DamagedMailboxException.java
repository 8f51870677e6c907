package baton.standalone.mailbox.store;

/** The mailbox's folder cannot be used; the message is one sentence fit to be shown to a person. */
public final class DamagedMailboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DamagedMailboxException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
