package baton.submission.admission;

import org.jspecify.annotations.Nullable;

/**
 * What an account may do now.
 *
 * @param pause why it may not send; null where it may
 */
public record Standing(@Nullable String pause, Quota quota) {

  /** It may send as much as it likes. */
  public static final Standing GOOD = new Standing(null, Quota.NONE);
}
