package baton.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.token.Token;
import baton.embedded.BrokerSettings;
import baton.embedded.Durability;
import baton.embedded.KafkaBroker;
import baton.testkit.Ports;
import baton.tracking.RunningTracking;
import baton.tracking.RunningTracking.Sent;
import baton.tracking.TrackingTopic;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Tracking is started while there is no Kafka, fills up, and then Kafka comes. */
@QuarkusTest
@TestProfile(KafkaAwayTest.NoKafka.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KafkaAwayTest {

  /** Room for about forty hits. */
  public static final class NoKafka implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "baton.kafka", "127.0.0.1:" + Ports.free(),
          "baton.tracking.waiting-bytes", "64K",
          "baton.tracking.unsubscribe-timeout", "300ms");
    }
  }

  private static final Sent FIRST = Sent.toAda();

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private RunningTracking tracking;

  @BeforeEach
  void open() {
    tracking = new RunningTracking(root);
  }

  @Test
  @Order(1)
  void recipientsAreServedWithoutKafka() {
    String click = "/t/c/" + FIRST.tokens().sealLink(1, "https://example.com/");

    assertThat(tracking.get("/t/o/" + FIRST.tokens().seal(Token.Kind.OPEN)).statusCode())
        .isEqualTo(200);
    assertThat(tracking.get(click).statusCode()).isEqualTo(302);
    assertThat(tracking.get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void anUnsubscribeIsNotPromisedWithoutKafka() {
    HttpResponse<String> answer = tracking.unsubscribe(FIRST.tokens().seal(Token.Kind.UNSUBSCRIBE));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("retry-after")).contains("30");
    assertThat(answer.body()).contains("<form method=\"post\">", "Try again");
    assertThat(tracking.hits("unsubscribe", "unavailable")).isEqualTo(1);
  }

  @Test
  @Order(3)
  void aFullRoomLosesHitsCountsThemAndGoesOnServing() {
    Sent crowd = Sent.toAda();
    String click = "/t/c/" + crowd.tokens().sealLink(1, "https://example.com/");
    for (int i = 0; i < 60; i++) {
      assertThat(tracking.get(click).statusCode()).isEqualTo(302);
    }

    assertThat(tracking.hits("click", "lost")).isBetween(10L, 40L);
    assertThat(tracking.hits("click", "lost") + tracking.hits("click", "recorded")).isEqualTo(61);
  }

  @Test
  @Order(4)
  void itIsSaidThatKafkaTakesNothing() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> tracking.get("/q/health/well").statusCode() == 503);

    assertThat(tracking.get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  @Order(5)
  void whatFoundRoomReachesTheTopicOnceKafkaIsBack(@TempDir Path folder) {
    int port = URI.create("kafka://" + kafka).getPort();
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerSettings.in(folder).withPort(port).withDurability(Durability.RELAXED))) {
      TrackingTopic.create(broker.bootstrapServers());

      assertThat(TrackingTopic.eventsOf(FIRST.id(), 3, broker.bootstrapServers()))
          .extracting(event -> event.header("ce_type"))
          .containsExactlyInAnyOrder("email.opened", "email.clicked", "email.unsubscribed");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> tracking.get("/q/health/well").statusCode() == 200);
      assertThat(
              tracking.unsubscribe(Sent.toAda().tokens().seal(Token.Kind.UNSUBSCRIBE)).statusCode())
          .isEqualTo(200);
    }
  }
}
