package baton.contracts.outbound;

import java.util.UUID;

/**
 * The key of an outbound record. All mail of a domain has one key, or one of L keys where the
 * domain is configured with L lanes, so that whoever owns the key's partition owns the domain's (or
 * the lane's) limits.
 */
public final class Lane {

  private Lane() {}

  /**
   * The key for a message.
   *
   * @param domain the recipient's domain in lower case and A-labels
   * @param lanes how many lanes the domain has, at least 1
   */
  public static String key(String domain, int lanes, UUID messageId) {
    if (lanes == 1) {
      return domain;
    }
    return domain + "#" + Math.floorMod(messageId.getLeastSignificantBits(), lanes);
  }

  /** The domain that a key belongs to. */
  public static String domain(String key) {
    int hash = key.indexOf('#');
    return hash < 0 ? key : key.substring(0, hash);
  }
}
