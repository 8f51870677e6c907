package baton.submission.admission;

import baton.contracts.AccountId;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Networks whose machines may submit without logging in, each under an account's rules ({@code
 * BATON_TRUSTED_NETWORKS}). The longest prefix wins.
 */
public final class TrustedNetworks {

  /** Nobody is trusted. */
  public static final TrustedNetworks NONE = new TrustedNetworks(List.of());

  private final List<Network> networks;

  private TrustedNetworks(List<Network> networks) {
    this.networks = networks;
  }

  private record Network(byte[] prefix, int length, String account) {

    boolean holds(byte[] address) {
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
  }

  /**
   * Reads {@code CIDR=account,…}, IPv4 and IPv6; nothing at all trusts nobody.
   *
   * @throws IllegalArgumentException with a sentence that names the entry
   */
  public static TrustedNetworks parse(String text) {
    List<Network> networks = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        networks.add(network(entry.strip()));
      }
    }
    networks.sort((a, b) -> b.length() - a.length());
    return new TrustedNetworks(networks);
  }

  /** The account under which a machine may submit; empty where it must log in. */
  public Optional<String> accountOf(InetAddress address) {
    if (networks.isEmpty()) {
      return Optional.empty();
    }
    byte[] octets = address.getAddress();
    return networks.stream()
        .filter(network -> network.holds(octets))
        .findFirst()
        .map(Network::account);
  }

  private static Network network(String entry) {
    int equals = entry.indexOf('=');
    int slash = entry.lastIndexOf('/', equals);
    if (equals < 0 || slash < 0) {
      throw bad(entry, "is written ADDRESS/LENGTH=ACCOUNT");
    }
    byte[] prefix = octets(entry, entry.substring(0, slash).strip());
    int length = length(entry, entry.substring(slash + 1, equals).strip(), prefix.length * 8);
    String account = entry.substring(equals + 1).strip();
    if (!AccountId.valid(account)) {
      throw bad(entry, "names no account: an account id is 1 to 8 characters of a-z and 0-9");
    }
    for (int bit = length; bit < prefix.length * 8; bit++) {
      if ((prefix[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw bad(entry, "has bits set beyond its length");
      }
    }
    return new Network(prefix, length, account);
  }

  private static byte[] octets(String entry, String address) {
    // A name would be looked up by DNS.
    if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
      throw bad(entry, "does not begin with an IP address");
    }
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw bad(entry, "does not begin with an IP address");
    }
  }

  private static int length(String entry, String text, int max) {
    try {
      int length = Integer.parseInt(text);
      if (length >= 0 && length <= max) {
        return length;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw bad(entry, "has a length that is no number from 0 to " + max);
  }

  private static IllegalArgumentException bad(String entry, String fault) {
    return new IllegalArgumentException("trusted network " + entry + " " + fault);
  }
}
