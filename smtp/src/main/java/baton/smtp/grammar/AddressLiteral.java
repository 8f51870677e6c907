package baton.smtp.grammar;

import java.util.Locale;

/** An IP address in brackets instead of a domain (RFC 5321 section 4.1.3). */
final class AddressLiteral {

  private static final String IPV6 = "IPv6:";

  private AddressLiteral() {}

  /** The literal with {@code IPv6:} spelled so and its digits in lower case. */
  static String normalise(String literal) {
    if (literal.charAt(literal.length() - 1) != ']') {
      throw new InvalidAddressException("address literal has no closing bracket");
    }
    String content = literal.substring(1, literal.length() - 1);
    if (content.regionMatches(true, 0, IPV6, 0, IPV6.length())) {
      String address = content.substring(IPV6.length());
      if (!isIpv6(address)) {
        throw new InvalidAddressException("address literal is no IPv6 address");
      }
      return '[' + IPV6 + address.toLowerCase(Locale.ROOT) + ']';
    }
    if (!isIpv4(content, 0)) {
      throw new InvalidAddressException(
          "address literal is neither an IPv4 address nor IPv6: and an address");
    }
    return literal;
  }

  private static boolean isIpv4(String text, int from) {
    int numbers = 0;
    int i = from;
    while (true) {
      int start = i;
      int value = 0;
      while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - start < 3) {
        value = value * 10 + text.charAt(i++) - '0';
      }
      if (i == start || value > 255) {
        return false;
      }
      numbers++;
      if (i == text.length()) {
        return numbers == 4;
      }
      if (text.charAt(i++) != '.' || numbers == 4) {
        return false;
      }
    }
  }

  /**
   * The grammar of section 4.1.3, which is narrower than RFC 4291's: {@code ::} stands for two
   * groups or more, and an IPv4 address may take the place of the last two.
   */
  private static boolean isIpv6(String text) {
    int compressed = text.indexOf("::");
    int groups;
    if (compressed < 0) {
      groups = groups(text);
      return groups == 8;
    }
    String right = text.substring(compressed + 2);
    if (right.contains("::")) {
      return false;
    }
    int left = compressed == 0 ? 0 : hexGroups(text.substring(0, compressed));
    int rest = right.isEmpty() ? 0 : groups(right);
    groups = left + rest;
    return left >= 0 && rest >= 0 && groups <= 6;
  }

  /** How many groups of 16 bits the text has, an IPv4 address at its end counted as two, or -99. */
  private static int groups(String text) {
    if (text.indexOf('.') < 0) {
      return hexGroups(text);
    }
    int lastColon = text.lastIndexOf(':');
    if (!isIpv4(text, lastColon + 1)) {
      return -99;
    }
    return lastColon < 0 ? 2 : hexGroups(text.substring(0, lastColon)) + 2;
  }

  private static int hexGroups(String text) {
    int groups = 0;
    int digits = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == ':') {
        if (digits == 0 || digits > 4) {
          return -99;
        }
        groups++;
        digits = 0;
      } else if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) >= 128) {
        return -99;
      } else {
        digits++;
      }
    }
    return groups;
  }
}
