package baton.feedback.smtp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready while the front door is open. Kafka's being away does not count: whoever brings a report
 * then hears 451 and comes again, which a refused connection would not tell as well.
 */
@Readiness
@ApplicationScoped
class FeedbackSmtpReadiness implements HealthCheck {

  private final FeedbackSmtp smtp;

  @Inject
  FeedbackSmtpReadiness(FeedbackSmtp smtp) {
    this.smtp = smtp;
  }

  @Override
  public HealthCheckResponse call() {
    int port = smtp.port();
    return HealthCheckResponse.named("feedback SMTP")
        .status(port > 0)
        .withData("port", port)
        .build();
  }
}
