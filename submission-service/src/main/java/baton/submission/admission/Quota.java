package baton.submission.admission;

/**
 * How much an account may send. A message to one recipient is one message; what goes to nobody,
 * because all its recipients are suppressed, is none.
 *
 * @param recipients of one submission, 1 or more
 * @param messagesPerMinute from one full minute (UTC) to the next, 1 or more
 * @param messagesPerDay from midnight to midnight (UTC), 1 or more
 */
public record Quota(long recipients, long messagesPerMinute, long messagesPerDay) {

  /** As much as one likes. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  public static final Quota NONE = new Quota(UNLIMITED, UNLIMITED, UNLIMITED);

  public Quota {
    if (recipients < 1 || messagesPerMinute < 1 || messagesPerDay < 1) {
      throw new IllegalArgumentException("a quota is 1 or more");
    }
  }

  /** Whether messages need to be counted. */
  public boolean counts() {
    return messagesPerMinute != UNLIMITED || messagesPerDay != UNLIMITED;
  }

  /**
   * Refuses what would be too much at any time.
   *
   * @throws RefusedException that names the limit
   */
  public void check(int recipientCount) {
    long most = Math.min(recipients, Math.min(messagesPerMinute, messagesPerDay));
    if (recipientCount > most) {
      throw new RefusedException(
          Refusal.QUOTA_TOO_SMALL,
          "to",
          "a submission of this account has at most " + most + " recipients");
    }
  }
}
