package baton.submission.assembly;

import baton.submission.outbox.KafkaOutbox;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while mail cannot be made durable: whoever balances load sends it to another. */
@Readiness
@Singleton
class OutboxReadiness implements HealthCheck {

  private final KafkaOutbox outbox;

  OutboxReadiness(KafkaOutbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("submission-outbox").status(outbox.ready()).build();
  }
}
