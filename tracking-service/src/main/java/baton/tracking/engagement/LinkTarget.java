package baton.tracking.engagement;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a click may lead: {@code http} and {@code https} only (RFC 9110 section 4.2), in the form
 * that a Location header can carry. A token that seals anything else is a mistake of whoever sealed
 * it, and the recipient's browser must not pay for it.
 */
final class LinkTarget {

  private static final String HEX = "0123456789ABCDEF";

  private LinkTarget() {}

  /**
   * The target in visible ASCII: a host that is not ASCII becomes its A-label, anything else that
   * is not becomes its UTF-8 octets, percent-encoded (RFC 3987 section 3.1). What is encoded
   * already stays as it is.
   *
   * @return empty where the target is not an {@code http} or {@code https} URL with a host
   */
  static Optional<String> location(String target) {
    String url = target.strip();
    int host = hostStart(url);
    if (host < 0) {
      return Optional.empty();
    }
    int end = host;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(host, end);
    if (authority.isEmpty() || authority.startsWith(":") || authority.endsWith("@")) {
      return Optional.empty();
    }
    return Optional.of(
        visibleAscii(url.substring(0, host) + aLabels(authority) + url.substring(end)));
  }

  private static int hostStart(String url) {
    for (String scheme : new String[] {"https://", "http://"}) {
      if (url.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return scheme.length();
      }
    }
    return -1;
  }

  private static String aLabels(String authority) {
    if (authority.chars().allMatch(c -> c < 0x80)) {
      return authority;
    }
    int at = authority.lastIndexOf('@') + 1;
    int colon = authority.indexOf(':', at);
    int end = colon < 0 ? authority.length() : colon;
    try {
      return authority.substring(0, at)
          + IDN.toASCII(authority.substring(at, end), IDN.ALLOW_UNASSIGNED)
          + authority.substring(end);
    } catch (IllegalArgumentException e) {
      return authority;
    }
  }

  private static String visibleAscii(String url) {
    if (url.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return url;
    }
    StringBuilder ascii = new StringBuilder(url.length() + 32);
    for (byte octet : url.getBytes(StandardCharsets.UTF_8)) {
      if (octet > 0x20 && octet < 0x7f) {
        ascii.append((char) octet);
      } else {
        ascii.append('%').append(HEX.charAt((octet >> 4) & 0xf)).append(HEX.charAt(octet & 0xf));
      }
    }
    return ascii.toString();
  }
}
