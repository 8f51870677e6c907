package baton.submission.admission;

import baton.contracts.outbound.Dsn;
import baton.smtp.grammar.EmailAddress;

/**
 * One whom the message is for.
 *
 * @param address a mailbox; never an address literal's or {@code postmaster}'s bare name
 * @param dsn what the sender wants to be told of (RFC 3461)
 */
public record Recipient(EmailAddress address, Dsn dsn) {

  public static Recipient of(EmailAddress address) {
    return new Recipient(address, Dsn.NONE);
  }
}
