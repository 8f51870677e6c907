package baton.submission.smtp;

import java.time.Duration;

/**
 * How many failed logins are too many.
 *
 * @param perAddress failures from one address (IPv6: from one /64) until it is turned away; 0 for
 *     never
 * @param perUser failures of one user name, from wherever, until addresses that have not logged in
 *     under it before are turned away; 0 for never
 * @param memory how long a failure counts, and so how long one is turned away; positive
 * @param firstDelay how long the answer to the second failure takes; each further one takes twice
 *     as long as the one before
 * @param longestDelay how long an answer takes at most
 */
public record LoginLimits(
    int perAddress, int perUser, Duration memory, Duration firstDelay, Duration longestDelay) {

  private static final Duration FIRST_DELAY = Duration.ofMillis(250);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);

  public LoginLimits {
    if (perAddress < 0 || perUser < 0) {
      throw new IllegalArgumentException(
          "baton.submission.login.failures-per-address and baton.submission.login.failures-per-user"
              + " are numbers of failures, or 0 for no limit");
    }
    if (!memory.isPositive()) {
      throw new IllegalArgumentException("baton.submission.login.memory is a positive duration");
    }
  }

  /** With the delays that hold unless a test is in a hurry. */
  public static LoginLimits of(int perAddress, int perUser, Duration memory) {
    return new LoginLimits(perAddress, perUser, memory, FIRST_DELAY, LONGEST_DELAY);
  }

  /** How long the answer to the latest of so many failures takes. */
  Duration delay(int failures) {
    if (failures < 2) {
      return Duration.ZERO;
    }
    Duration doubled = firstDelay.multipliedBy(1L << Math.min(failures - 2, 20));
    return doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
  }
}
