package baton.smtp.grammar;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;

/**
 * What stands right of the @: a host name or an address literal (RFC 5321 sections 4.1.2 and
 * 4.1.3).
 */
public final class Domain {

  private static final int MAX_OCTETS = 255;
  private static final int MAX_LABEL = 63;

  private Domain() {}

  /**
   * A domain in the form that all of Baton compares and stores: lower case, international labels as
   * A-labels, address literals in brackets.
   *
   * <p>U-labels are read by the JDK's IDNA 2003 rules. Where these and IDNA 2008 would name
   * different domains (sharp s, final sigma, the joiners), the domain is refused, because mail must
   * not reach a stranger: whoever means it can write the A-label.
   *
   * @throws InvalidAddressException with a sentence that names the fault
   */
  public static String normalise(String domain) {
    if (domain.isEmpty()) {
      throw new InvalidAddressException("domain is empty");
    }
    if (domain.charAt(0) == '[') {
      return AddressLiteral.normalise(domain);
    }
    String name = Characters.isAscii(domain) ? lowerCase(domain) : toAscii(domain);
    if (name.length() > MAX_OCTETS) {
      throw new InvalidAddressException("domain is longer than 255 octets");
    }
    checkLabels(name);
    return name;
  }

  private static String lowerCase(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return ascii.toLowerCase(Locale.ROOT);
      }
    }
    return ascii;
  }

  private static String toAscii(String domain) {
    for (int i = 0; i < domain.length(); i++) {
      char c = domain.charAt(i);
      if (c == '\u00df' || c == '\u1e9e' || c == '\u03c2' || c == '\u200c' || c == '\u200d') {
        throw new InvalidAddressException(
            "domain holds "
                + Characters.name(c)
                + ", which IDNA 2003 and 2008 read differently: write the label as xn--");
      }
    }
    try {
      String composed = Normalizer.normalize(domain, Normalizer.Form.NFC);
      return lowerCase(IDN.toASCII(composed, IDN.ALLOW_UNASSIGNED));
    } catch (IllegalArgumentException _) {
      throw new InvalidAddressException("domain holds characters that no host name may have");
    }
  }

  private static void checkLabels(String name) {
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || name.charAt(i) == '.') {
        checkLabel(name, start, i);
        start = i + 1;
      } else {
        char c = name.charAt(i);
        if (!Characters.isLetterOrDigit(c) && c != '-') {
          throw new InvalidAddressException("domain holds " + Characters.name(c));
        }
      }
    }
  }

  private static void checkLabel(String name, int start, int end) {
    if (start == end) {
      throw new InvalidAddressException(
          start == 0
              ? "domain begins with a dot"
              : end == name.length() ? "domain ends with a dot" : "domain holds an empty label");
    }
    if (end - start > MAX_LABEL) {
      throw new InvalidAddressException("domain holds a label of more than 63 octets");
    }
    if (name.charAt(start) == '-' || name.charAt(end - 1) == '-') {
      throw new InvalidAddressException("domain holds a label that begins or ends with a hyphen");
    }
  }
}
