package baton.smtp.grammar;

/**
 * What a server sent is no reply: no code, a code outside 200 to 599, or more octets than any reply
 * has. The conversation cannot go on, for nobody knows any more which command the next line
 * answers.
 */
public final class MalformedReplyException extends Exception {

  private static final long serialVersionUID = 1L;

  public MalformedReplyException(String message) {
    super(message);
  }
}
