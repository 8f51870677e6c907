package baton.tracking.events;

import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Down while events wait and Kafka takes none. A matter of wellness, not of readiness: pixels and
 * redirects are answered all the same, and an orchestrator must not take them away.
 */
@Wellness
@Singleton
public final class TrackingEventsCheck implements HealthCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaTrackedEvents events;

  TrackingEventsCheck(KafkaTrackedEvents events) {
    this.events = events;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("tracking-events");
    boolean moving = true;
    for (TrackingChannel channel : events.channels()) {
      moving &= channel.room().standstill().compareTo(PATIENCE) < 0;
      answer.withData(channel.name() + ".waiting", channel.room().events());
      answer.withData(channel.name() + ".waiting-bytes", channel.room().octets());
    }
    return answer.status(moving).build();
  }
}
