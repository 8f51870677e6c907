package baton.submission.admission;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How much of what its account may is granted to an API key.
 *
 * @param scopes what it is for
 * @param domains in lower case and A-labels: the only ones it may send from; empty for all of the
 *     account's
 * @param networks the only ones it may come from; empty for any
 */
public record Grant(Set<Scope> scopes, Set<String> domains, List<Network> networks) {

  /** Everything that the account may. */
  public static final Grant ALL = new Grant(EnumSet.allOf(Scope.class), Set.of(), List.of());

  public Grant {
    scopes = Set.copyOf(scopes);
    domains = Set.copyOf(domains);
    networks = List.copyOf(networks);
  }

  /** Whether it may send from the domain, as far as the account may. */
  public boolean coversDomain(String domain) {
    return domains.isEmpty() || domains.contains(domain);
  }

  /** Whether it may come from there. */
  public boolean coversAddress(InetAddress address) {
    return networks.isEmpty() || networks.stream().anyMatch(network -> network.holds(address));
  }

  /** Whether it grants at least as much as another. */
  public boolean covers(Grant other) {
    return scopes.containsAll(other.scopes)
        && (domains.isEmpty() || !other.domains.isEmpty() && domains.containsAll(other.domains))
        && (networks.isEmpty()
            || !other.networks.isEmpty()
                && other.networks.stream()
                    .allMatch(inner -> networks.stream().anyMatch(outer -> outer.holds(inner))));
  }
}
