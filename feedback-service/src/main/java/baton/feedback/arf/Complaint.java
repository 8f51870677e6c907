package baton.feedback.arf;

import java.util.Optional;

/**
 * What a feedback report says. Whom it names is left out on purpose: nothing is ever done to an
 * address because a report names it.
 *
 * @param type what it is about
 * @param reporter the {@code User-Agent} that made it, at most {@link #MAX_REPORTER} characters;
 *     empty where the report tells none
 */
public record Complaint(FeedbackType type, Optional<String> reporter) {

  /** Longest reporter that is passed on, in characters. */
  public static final int MAX_REPORTER = 200;
}
