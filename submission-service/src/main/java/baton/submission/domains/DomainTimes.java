package baton.submission.domains;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long things last with sending domains; each is longer than nothing. */
@Singleton
class DomainTimes {

  private final Duration recheck;
  private final Duration grace;
  private final Duration keyOverlap;

  DomainTimes(
      @ConfigProperty(name = "baton.submission.domain-recheck") Duration recheck,
      @ConfigProperty(name = "baton.submission.domain-grace") Duration grace,
      @ConfigProperty(name = "baton.submission.dkim-key-overlap") Duration keyOverlap) {
    this.recheck = positive("baton.submission.domain-recheck", recheck);
    this.grace = positive("baton.submission.domain-grace", grace);
    this.keyOverlap = positive("baton.submission.dkim-key-overlap", keyOverlap);
  }

  /** From one look into the DNS to the next. */
  Duration recheck() {
    return recheck;
  }

  /** How long a domain whose key is no longer found goes on sending. */
  Duration grace() {
    return grace;
  }

  /** How long the record of a key that was replaced is to stay published. */
  Duration keyOverlap() {
    return keyOverlap;
  }

  private static Duration positive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new ConfigurationException(name + " is not longer than nothing: " + duration);
    }
    return duration;
  }
}
