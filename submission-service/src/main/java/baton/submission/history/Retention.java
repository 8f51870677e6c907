package baton.submission.history;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How long history is kept. It is let go of by whole days (UTC), counted by when the message was
 * accepted: what is a little older than that may still be there, nothing younger is gone.
 */
@Singleton
class Retention {

  private static final String KEY =
      "baton.submission.history-retention (BATON_SUBMISSION_HISTORY_RETENTION)";

  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private final Duration kept;

  /**
   * A retention.
   *
   * @param kept 1 to 3,650 days
   * @throws ConfigurationException with a sentence that names the key
   */
  Retention(@ConfigProperty(name = "baton.submission.history-retention") Duration kept) {
    if (kept.compareTo(SHORTEST) < 0 || kept.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(KEY + " is not between 1D and 3650D: " + kept);
    }
    this.kept = kept;
  }

  /** The oldest day that is kept. */
  LocalDate firstDay(Instant now) {
    return Days.of(now.minus(kept));
  }

  /** Whether the message belongs to a day that is no longer kept. */
  boolean hasLetGo(UUID messageId, Instant now) {
    return Days.of(messageId).isBefore(firstDay(now));
  }
}
