package baton.delivery.outcome;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How long to wait after each attempt: a list of waits whose last one repeats, each varied by a
 * tenth, so that what failed together does not come back together.
 */
public final class RetrySchedule {

  /** 1, 5, 15, 30 minutes, 1, 2, 4 hours, then every 4 hours. */
  public static final List<Duration> STANDARD =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4));

  private static final double JITTER = 0.1;

  private final List<Duration> waits;
  private final RandomGenerator random;

  /**
   * A schedule.
   *
   * @param waits at least one, each positive
   */
  public RetrySchedule(List<Duration> waits, RandomGenerator random) {
    if (waits.isEmpty() || waits.stream().anyMatch(wait -> !wait.isPositive())) {
      throw new IllegalArgumentException(
          "baton.delivery.retry (BATON_DELIVERY_RETRY) is one wait or more, each over 0");
    }
    this.waits = List.copyOf(waits);
    this.random = random;
  }

  /**
   * The wait after an attempt.
   *
   * @param attempts how many were made, 1 or more
   */
  public Duration after(int attempts) {
    Duration wait = waits.get(Math.min(attempts, waits.size()) - 1);
    double factor = 1 + JITTER * (2 * random.nextDouble() - 1);
    return Duration.ofMillis(Math.round(wait.toMillis() * factor));
  }
}
