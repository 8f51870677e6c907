package baton.smtp.grammar;

import java.nio.charset.StandardCharsets;

/**
 * A mailbox's address, {@code local-part@domain}, in the form that goes over the wire (the Mailbox
 * of RFC 5321 section 4.1.2, widened by RFC 6531). There are no comments, display names or blanks
 * here: these belong to message headers.
 *
 * <p>Two addresses are equal where their local parts are, letter for letter (only the domain's own
 * server may know upper and lower case as one), and their domains.
 *
 * @param localPart 1 to 64 octets of UTF-8, quoted only where it must be
 * @param domain at most 255 octets: a host name in lower case, its international labels as A-labels
 *     (RFC 5890), or an address literal such as {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}
 */
public record EmailAddress(String localPart, String domain) implements ReversePath, ForwardPath {

  /** RFC 5321 section 4.5.3.1.3: a path has at most 256 octets, its angle brackets included. */
  static final int MAX_OCTETS = 254;

  public EmailAddress {
    localPart = LocalPart.normalise(localPart);
    domain = Domain.normalise(domain);
    int octets = localPart.length() + 1 + domain.length();
    if (octets > MAX_OCTETS || octets + surplusOctets(localPart) > MAX_OCTETS) {
      throw new InvalidAddressException("address is longer than 254 octets");
    }
  }

  /**
   * Reads an address.
   *
   * @param text the address without angle brackets; international domains as U-labels or A-labels
   * @throws InvalidAddressException with a sentence that names the fault
   */
  public static EmailAddress parse(String text) {
    if (text.isEmpty()) {
      throw new InvalidAddressException("address is empty");
    }
    int at = LocalPart.end(text);
    if (at == text.length()) {
      throw new InvalidAddressException("address has no @ and domain");
    }
    if (text.charAt(at) != '@') {
      throw new InvalidAddressException(
          at == 0 && text.charAt(0) == '.'
              ? "local part begins with a dot"
              : "local part holds " + Characters.name(text.codePointAt(at)));
    }
    return new EmailAddress(text.substring(0, at), text.substring(at + 1));
  }

  /** Whether the domain is an IP address in brackets rather than a name. */
  public boolean isAddressLiteral() {
    return domain.charAt(0) == '[';
  }

  /** Whether the local part holds letters beyond ASCII; a domain alone never needs SMTPUTF8. */
  @Override
  public boolean needsSmtpUtf8() {
    return !Characters.isAscii(localPart);
  }

  @Override
  public String toString() {
    return localPart + "@" + domain;
  }

  private static int surplusOctets(String text) {
    return Characters.isAscii(text)
        ? 0
        : text.getBytes(StandardCharsets.UTF_8).length - text.length();
  }
}
