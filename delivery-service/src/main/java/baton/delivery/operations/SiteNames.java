package baton.delivery.operations;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names of sites as metrics may carry them: the first hundred that mail goes to, the rest as {@code
 * other}, so that no sender can make the number of time series grow.
 */
final class SiteNames {

  private static final int MOST = 100;
  private static final String OTHER = "other";

  private final Set<String> named = ConcurrentHashMap.newKeySet();

  String of(String site) {
    if (named.contains(site)) {
      return site;
    }
    if (named.size() >= MOST) {
      return OTHER;
    }
    named.add(site);
    return site;
  }
}
