package baton.submission.outbox;

import java.time.Duration;
import java.util.Locale;

/**
 * How topics are made.
 *
 * @param create whether those that are missing are made at all
 * @param scale which of the two partition counts
 * @param replication how many brokers keep each partition; 1 or more
 * @param patience how long Kafka may take to answer at start-up
 */
public record TopicSettings(boolean create, Scale scale, short replication, Duration patience) {

  /** Which partition counts hold. */
  public enum Scale {
    PRODUCTION,
    STANDALONE;

    /**
     * Reads the configured word.
     *
     * @throws IllegalArgumentException with a sentence that names the key
     */
    public static Scale parse(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "production" -> PRODUCTION;
        case "standalone" -> STANDALONE;
        default ->
            throw new IllegalArgumentException(
                "baton.topics.scale is production or standalone, not " + text);
      };
    }
  }

  public TopicSettings {
    if (replication < 1) {
      throw new IllegalArgumentException("baton.topics.replication is 1 or more");
    }
  }
}
