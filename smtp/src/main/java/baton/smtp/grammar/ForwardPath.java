package baton.smtp.grammar;

/**
 * Whom a message is for: the argument of {@code RCPT TO} (RFC 5321 section 4.1.2). Its text, as
 * {@code toString()} gives it, has no angle brackets and no source route.
 */
public sealed interface ForwardPath permits EmailAddress, ForwardPath.Postmaster {

  /** {@code <Postmaster>}, which names no domain and means this server's own (section 4.5.1). */
  Postmaster POSTMASTER = new Postmaster();

  /** See {@link #POSTMASTER}. */
  record Postmaster() implements ForwardPath {
    @Override
    public boolean needsSmtpUtf8() {
      return false;
    }

    @Override
    public String toString() {
      return "postmaster";
    }
  }

  /** Whether only a server that offers SMTPUTF8 can take this path (RFC 6531). */
  boolean needsSmtpUtf8();
}
