package baton.submission.smtp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * {@code baton_submission_logins_total{outcome}} counts logins by SMTP: {@code accepted}, {@code
 * refused} for a key that is not valid, {@code turned_away} after too many of these, {@code
 * unavailable} where keys could not be checked.
 */
final class LoginMetrics {

  private static final String LOGINS = "baton.submission.logins";

  final Counter accepted;
  final Counter refused;
  final Counter turnedAway;
  final Counter unavailable;

  LoginMetrics(MeterRegistry registry) {
    accepted = counter(registry, "accepted");
    refused = counter(registry, "refused");
    turnedAway = counter(registry, "turned_away");
    unavailable = counter(registry, "unavailable");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder(LOGINS)
        .description("Logins by SMTP, by what came of them")
        .tag("outcome", outcome)
        .register(registry);
  }
}
