package baton.submission.admission;

import baton.contracts.AccountId;
import java.net.InetAddress;
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

  private final List<Trust> trusted;

  private TrustedNetworks(List<Trust> trusted) {
    this.trusted = trusted;
  }

  private record Trust(Network network, String account) {}

  /**
   * Reads {@code CIDR=account,…}, IPv4 and IPv6; nothing at all trusts nobody.
   *
   * @throws IllegalArgumentException with a sentence that names the entry
   */
  public static TrustedNetworks parse(String text) {
    List<Trust> trusted = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        trusted.add(trust(entry.strip()));
      }
    }
    trusted.sort((a, b) -> b.network().length() - a.network().length());
    return new TrustedNetworks(trusted);
  }

  /** The account under which a machine may submit; empty where it must log in. */
  public Optional<String> accountOf(InetAddress address) {
    return trusted.stream()
        .filter(trust -> trust.network().holds(address))
        .findFirst()
        .map(Trust::account);
  }

  private static Trust trust(String entry) {
    int equals = entry.indexOf('=');
    int slash = entry.lastIndexOf('/', equals);
    if (equals < 0 || slash < 0) {
      throw bad(entry, "is written ADDRESS/LENGTH=ACCOUNT");
    }
    Network network;
    try {
      network = Network.parse(entry.substring(0, equals).strip());
    } catch (IllegalArgumentException e) {
      throw bad(entry, String.valueOf(e.getMessage()));
    }
    String account = entry.substring(equals + 1).strip();
    if (!AccountId.valid(account)) {
      throw bad(entry, "names no account: an account id is 1 to 8 characters of a-z and 0-9");
    }
    return new Trust(network, account);
  }

  private static IllegalArgumentException bad(String entry, String fault) {
    return new IllegalArgumentException("trusted network " + entry + " " + fault);
  }
}
