package baton.delivery.assembly;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every partition that was assigned here has been recovered. */
@Readiness
@Singleton
class DeliveryReadiness implements HealthCheck {

  private final DeliveryEngine engine;

  DeliveryReadiness(DeliveryEngine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("delivery: partitions of baton.outbound are taken over")
        .status(engine.ready())
        .build();
  }
}
