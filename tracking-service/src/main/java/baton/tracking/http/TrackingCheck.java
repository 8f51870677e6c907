package baton.tracking.http;

import baton.tracking.engagement.Engagement;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when tokens can be opened, which is all that an answer needs: Kafka is not asked. */
@Readiness
@Singleton
public final class TrackingCheck implements HealthCheck {

  private final Engagement engagement;

  TrackingCheck(Engagement engagement) {
    this.engagement = engagement;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("tracking").status(engagement.opensTokens()).build();
  }
}
