package baton.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.Token;
import baton.tracking.RunningTracking;
import baton.tracking.RunningTracking.Sent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where containers are named by DNS, a Kafka that is down has no address at all. */
@QuarkusTest
@TestProfile(UnresolvableKafkaTest.NoAddress.class)
class UnresolvableKafkaTest {

  /** A name that never resolves (RFC 6761 section 6.4). */
  public static final class NoAddress implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "baton.kafka", "kafka.invalid:9092",
          "baton.tracking.unsubscribe-timeout", "300ms",
          "baton.tracking.drain-timeout", "0s");
    }
  }

  @TestHTTPResource("/")
  URI root;

  @Test
  void trackingStartsAndServesAllTheSame() {
    RunningTracking tracking = new RunningTracking(root);
    Sent sent = Sent.toAda();

    assertThat(
            tracking.get("/t/c/" + sent.tokens().sealLink(1, "https://example.com/")).statusCode())
        .isEqualTo(302);
    assertThat(tracking.unsubscribe(sent.tokens().seal(Token.Kind.UNSUBSCRIBE)).statusCode())
        .isEqualTo(503);
    assertThat(tracking.get("/q/health/ready").statusCode()).isEqualTo(200);
  }
}
