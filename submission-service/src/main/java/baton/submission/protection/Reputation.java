package baton.submission.protection;

/**
 * What recipients and their servers made of an account's mail, over the days that count.
 *
 * @param delivered messages that a recipient's server took
 * @param hardBounces messages to addresses that do not exist
 * @param complaints recipients who pressed "spam"
 */
public record Reputation(long delivered, long hardBounces, long complaints) {

  /** Messages whose recipient's server has spoken. */
  public long volume() {
    return delivered + hardBounces;
  }

  /** Complaints for each delivered message; 0 where nothing was delivered. */
  public double complaintRate() {
    return delivered == 0 ? 0 : (double) complaints / delivered;
  }

  /** The share of hard bounces, 0 to 1; 0 where there was nothing. */
  public double hardBounceRate() {
    return volume() == 0 ? 0 : (double) hardBounces / volume();
  }
}
