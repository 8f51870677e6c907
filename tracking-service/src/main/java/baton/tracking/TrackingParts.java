package baton.tracking;

import baton.contracts.token.TokenSealer;
import baton.tracking.engagement.AgentRules;
import baton.tracking.engagement.Engagement;
import baton.tracking.engagement.HitCounts;
import baton.tracking.engagement.TrackedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts the middle together from the configuration and the edges. */
@Singleton
public final class TrackingParts {

  @Produces
  @Singleton
  Engagement engagement(TrackingConfig config, TrackedEvents events, MeterRegistry meters) {
    config.check();
    return new Engagement(
        new TokenSealer(config.parsedTokenKeys()),
        AgentRules.shipped(),
        events,
        new HitCounts(meters),
        Clock.systemUTC());
  }
}
