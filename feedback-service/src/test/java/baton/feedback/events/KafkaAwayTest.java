package baton.feedback.events;

import static org.assertj.core.api.Assertions.assertThat;

import baton.embedded.BrokerSettings;
import baton.embedded.Durability;
import baton.embedded.KafkaBroker;
import baton.feedback.FeedbackTopic;
import baton.feedback.Reporter;
import baton.feedback.RunningFeedback;
import baton.feedback.Samples;
import baton.feedback.Samples.Sent;
import baton.feedback.smtp.FeedbackSmtp;
import baton.testkit.Ports;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Feedback is started while there is no Kafka; then Kafka comes. */
@QuarkusTest
@TestProfile(KafkaAwayTest.NoKafka.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaAwayTest {

  /** Less patience than in production, so that the test need not have it. */
  public static final class NoKafka extends RunningFeedback {
    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> config = super.getConfigOverrides();
      config.put("baton.kafka", "127.0.0.1:" + Ports.free());
      config.put("baton.feedback.publish-timeout", "2s");
      config.put("mp.messaging.outgoing.feedback-events.max.block.ms", "1000");
      return config;
    }
  }

  private static final Sent SENT = RunningFeedback.SAMPLES.sent();
  private static final String RETURN_PATH = SENT.localPart() + "@" + RunningFeedback.DOMAIN;

  @Inject FeedbackSmtp smtp;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @TestHTTPResource("/q/health/ready")
  URI ready;

  @Test
  @Order(1)
  void aReportThatWouldChangeSomethingMustComeAgain() {
    assertThat(report("dsn-postfix")).startsWith("451 4.3.0");
    assertThat(report("arf-full")).startsWith("451 4.3.0");
  }

  @Test
  @Order(2)
  void aReportThatChangesNothingIsTaken() {
    assertThat(report("dsn-postfix-delayed")).startsWith("250");
    assertThat(report("human")).startsWith("250");
  }

  @Test
  @Order(3)
  void theDoorStaysOpen() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(
              http.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  @Order(4)
  void whatComesAgainIsKeptOnceKafkaIsThere(@TempDir Path folder) {
    int port = URI.create("kafka://" + kafka).getPort();
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerSettings.in(folder).withPort(port).withDurability(Durability.RELAXED))) {
      FeedbackTopic.create(broker.bootstrapServers());

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> report("dsn-postfix").startsWith("250"));

      assertThat(FeedbackTopic.eventsOf(SENT.id(), 1, broker.bootstrapServers()))
          .extracting(event -> event.header("ce_type"))
          .contains("email.bounced");
    }
  }

  private String report(String sample) {
    try (Reporter reporter = new Reporter(smtp.port())) {
      return reporter.report(Samples.read(sample, SENT.reference()), RETURN_PATH);
    }
  }
}
