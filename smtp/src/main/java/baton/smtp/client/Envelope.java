package baton.smtp.client;

import java.util.List;

/**
 * The envelope of one message. An address is taken as it is, without its angle brackets, and
 * refused where it holds a character that could end it or the line: controls, blanks, {@code <} and
 * {@code >}.
 *
 * @param reversePath where failures go; empty for the null reverse-path
 * @param recipients one or more
 * @param eightBit whether the content has octets above 127: declared by BODY=8BITMIME where the
 *     peer offers it. Where it does not, the content leaves as it is all the same, undeclared: to
 *     recode it would break its signature, and every server of this century takes it
 * @param smtpUtf8 whether headers need SMTPUTF8; an address that is not ASCII needs it in any case.
 *     A message that needs it is not sent to a peer that lacks it
 * @param dsn the sender's wishes about notifications; ORCPT only with a single recipient
 * @param requireTls whether the message may only travel under TLS (RFC 8689): it is not sent to a
 *     peer that does not offer REQUIRETLS, or has not proved who it is
 */
public record Envelope(
    String reversePath,
    List<String> recipients,
    boolean eightBit,
    boolean smtpUtf8,
    Dsn dsn,
    boolean requireTls) {

  private static final int LONGEST = 1_000;

  public Envelope {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("envelope without a recipient");
    }
    if (dsn.orcpt() != null && recipients.size() > 1) {
      throw new IllegalArgumentException("ORCPT belongs to a single recipient");
    }
    if (!reversePath.isEmpty()) {
      check(reversePath);
    }
    recipients.forEach(Envelope::check);
  }

  /** One that does not require TLS. */
  public Envelope(
      String reversePath, List<String> recipients, boolean eightBit, boolean smtpUtf8, Dsn dsn) {
    this(reversePath, recipients, eightBit, smtpUtf8, dsn, false);
  }

  /** One recipient, nothing special. */
  public static Envelope of(String reversePath, String recipient) {
    return new Envelope(reversePath, List.of(recipient), false, false, Dsn.NONE);
  }

  /** Whether only a peer with SMTPUTF8 (RFC 6531) can take this. */
  public boolean needsSmtpUtf8() {
    return smtpUtf8 || !ascii(reversePath) || !recipients.stream().allMatch(Envelope::ascii);
  }

  private static void check(String address) {
    if (address.isEmpty() || address.length() > LONGEST) {
      throw new IllegalArgumentException("address is 1 to " + LONGEST + " characters");
    }
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c <= ' '
          || c == '<'
          || c == '>'
          || Character.isISOControl(c)
          || Character.isSpaceChar(c)) {
        throw new IllegalArgumentException(
            "address with a character of code %d at position %d".formatted((int) c, i));
      }
    }
  }

  private static boolean ascii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }
}
