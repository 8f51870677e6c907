package baton.submission.protection;

import java.util.Locale;
import java.util.Optional;

/**
 * How bad a reputation may be.
 *
 * @param complaintRate complaints for each delivered message, over 0 and up to 1; what is above it
 *     is too much
 * @param hardBounceRate hard bounces among all, over 0 and up to 1; what is above it is too much
 * @param minimumVolume messages below which nothing is concluded, 1 or more
 * @param days that count, today (UTC) included, 1 to 90
 */
public record Thresholds(
    double complaintRate, double hardBounceRate, long minimumVolume, int days) {

  private static final int MOST_DAYS = 90;

  public Thresholds {
    checkRate("complaint-rate", complaintRate);
    checkRate("hard-bounce-rate", hardBounceRate);
    if (minimumVolume < 1) {
      throw new IllegalArgumentException(
          "baton.protection.minimum-volume is 1 or more: " + minimumVolume);
    }
    if (days < 1 || days > MOST_DAYS) {
      throw new IllegalArgumentException("baton.protection.days is 1 to 90: " + days);
    }
  }

  private static void checkRate(String name, double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "baton.protection.%s is over 0 and up to 1: %s".formatted(name, rate));
    }
  }

  /** Which threshold a reputation has passed, in a sentence for the sender; empty where none. */
  public Optional<String> passedBy(Reputation reputation) {
    if (reputation.volume() < minimumVolume) {
      return Optional.empty();
    }
    if (reputation.complaintRate() > complaintRate) {
      return Optional.of(
          sentence(
              "complaints", reputation.complaintRate(), complaintRate, reputation.delivered()));
    }
    if (reputation.hardBounceRate() > hardBounceRate) {
      return Optional.of(
          sentence(
              "hard bounces", reputation.hardBounceRate(), hardBounceRate, reputation.volume()));
    }
    return Optional.empty();
  }

  private String sentence(String what, double rate, double most, long of) {
    return String.format(
        Locale.ROOT,
        "%.2f %% %s among %d messages of %d days, where %.2f %% are allowed",
        rate * 100,
        what,
        of,
        days,
        most * 100);
  }
}
