package baton.submission.protection;

import baton.submission.admission.Quota;
import org.jspecify.annotations.Nullable;

/**
 * What is set for one account; null where the platform's setting holds.
 *
 * @param recipients of one submission, 1 or more
 * @param messagesPerMinute 1 or more
 * @param messagesPerDay 1 or more
 */
public record OwnQuota(
    @Nullable Long recipients, @Nullable Long messagesPerMinute, @Nullable Long messagesPerDay) {

  /** Nothing is set. */
  static final OwnQuota NONE = new OwnQuota(null, null, null);

  /** What holds for the account. */
  public Quota or(Quota platform) {
    return new Quota(
        recipients == null ? platform.recipients() : recipients,
        messagesPerMinute == null ? platform.messagesPerMinute() : messagesPerMinute,
        messagesPerDay == null ? platform.messagesPerDay() : messagesPerDay);
  }
}
