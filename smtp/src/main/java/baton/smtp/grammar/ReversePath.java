package baton.smtp.grammar;

/**
 * Where a message's failure is reported: the argument of {@code MAIL FROM} (RFC 5321 section
 * 4.1.2). Its text, as {@code toString()} gives it, has no angle brackets and no source route.
 */
public sealed interface ReversePath permits EmailAddress, ReversePath.Null {

  /** The null reverse-path {@code <>} of notifications, which are never answered. */
  Null NULL = new Null();

  /** See {@link #NULL}; its text is empty. */
  record Null() implements ReversePath {
    @Override
    public boolean needsSmtpUtf8() {
      return false;
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /**
   * Reads what {@code toString()} gives: an address, or nothing for the null path.
   *
   * @throws InvalidAddressException with a sentence that names the fault
   */
  static ReversePath parse(String text) {
    return text.isEmpty() ? NULL : EmailAddress.parse(text);
  }

  /** Whether only a server that offers SMTPUTF8 can take this path (RFC 6531). */
  boolean needsSmtpUtf8();
}
