package baton.submission.admission;

import java.time.Duration;

/**
 * What is left of a quota, for those who have run into it.
 *
 * @param limit in messages
 * @param remaining in messages
 * @param reset until it begins anew
 */
public record Allowance(long limit, long remaining, Duration reset) {

  /** Whole seconds until it begins anew, 1 or more. */
  public long resetSeconds() {
    return Math.max(1, reset.plusMillis(999).toSeconds());
  }
}
