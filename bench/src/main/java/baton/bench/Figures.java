package baton.bench;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a measurement gave.
 *
 * @param name of what was measured
 * @param messages how many
 * @param accepted until the last one was taken over
 * @param delivered until the sink had the last one
 * @param latencies of acceptance, in microseconds
 * @param cpu of the whole platform
 */
record Figures(
    String name,
    int messages,
    Duration accepted,
    Duration delivered,
    Histogram latencies,
    Duration cpu) {

  static final String HEAD =
      """
      | | accepted, messages/s | p50 ms | p99 ms | end to end, messages/s | CPU ms a message |
      |---|---|---|---|---|---|""";

  /** A row of {@link #HEAD}'s table. */
  String row() {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %.1f | %.1f | %.0f | %.2f |",
        name,
        rate(accepted),
        latencies.getValueAtPercentile(50) / 1e3,
        latencies.getValueAtPercentile(99) / 1e3,
        rate(delivered),
        cpu.toNanos() / 1e6 / messages);
  }

  private double rate(Duration time) {
    return messages / (time.toNanos() / 1e9);
  }
}
