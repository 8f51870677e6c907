package baton.submission.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A range of IP addresses, written {@code ADDRESS/LENGTH} (CIDR), IPv4 or IPv6. */
public final class Network {

  private final byte[] prefix;
  private final int length;

  private Network(byte[] prefix, int length) {
    this.prefix = prefix;
    this.length = length;
  }

  /**
   * Reads one; an address without a length is a network of one.
   *
   * @throws IllegalArgumentException with what is wrong, as in "has bits set beyond its length"
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    byte[] prefix = octets(slash < 0 ? text : text.substring(0, slash).strip());
    int bits = prefix.length * 8;
    int length = slash < 0 ? bits : length(text.substring(slash + 1).strip(), bits);
    for (int bit = length; bit < bits; bit++) {
      if ((prefix[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw new IllegalArgumentException("has bits set beyond its length");
      }
    }
    return new Network(prefix, length);
  }

  /**
   * Reads several, a comma between them; none where the text is blank.
   *
   * @throws IllegalArgumentException with a sentence that names the one that is wrong
   */
  public static List<Network> parseList(String text) {
    List<Network> networks = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        try {
          networks.add(parse(entry.strip()));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("network " + entry.strip() + " " + e.getMessage(), e);
        }
      }
    }
    return networks;
  }

  /** Whether the address is in it. */
  public boolean holds(InetAddress address) {
    return holds(address.getAddress());
  }

  /** Whether all of another's addresses are in it. */
  public boolean holds(Network other) {
    return length <= other.length && holds(other.prefix);
  }

  /** Of the part that its addresses have in common, in bits. */
  public int length() {
    return length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && length == network.length
        && Arrays.equals(prefix, network.prefix);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(prefix) + length;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(prefix).getHostAddress() + "/" + length;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + prefix.length + " octets", e);
    }
  }

  private boolean holds(byte[] address) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < length; bit += 8) {
      int mask = length - bit >= 8 ? 0xff : 0xff00 >> (length - bit);
      if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] octets(String address) {
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("does not begin with an IP address", e);
    }
  }

  private static int length(String text, int max) {
    try {
      int length = Integer.parseInt(text);
      if (length >= 0 && length <= max) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException("has a length that is no number from 0 to " + max);
  }
}
