package baton.submission.history;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What messages are looked for. Whatever is null is not asked; what is not must all hold.
 *
 * @param recipient the whole address, in any case
 * @param tag one that the message has
 * @param status where it stands
 * @param subject how its subject begins, in any case; at most {@link #LONGEST_SUBJECT} characters
 * @param since accepted at or after this, to the millisecond
 * @param until accepted before this, to the millisecond
 * @param before only messages older than this one
 * @param limit how many at most
 */
public record Search(
    @Nullable String recipient,
    @Nullable String tag,
    MessageHistory.@Nullable Status status,
    @Nullable String subject,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable UUID before,
    int limit) {

  /** So many characters of a subject can be searched. */
  public static final int LONGEST_SUBJECT = 100;
}
