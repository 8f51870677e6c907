package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.testkit.KafkaProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that is taken back while the platform dies, and mail that goes nowhere. */
class CancelIT {

  private static final int MESSAGES = 40;
  private static final String DELIVERY = "baton.events.delivery";

  @TempDir Path folder;

  @Test
  void whatWasCancelledBeforeAKillEndsOnceAndIsNeverSent() throws Exception {
    try (Relay relay = Relay.start(folder.resolve("data"))) {
      for (int i = 0; i < 4; i++) {
        relay.domain("later" + i + ".test");
      }
      List<String> ids =
          relay.send(
              Map.of(
                  "from",
                  "app@demo.baton.test",
                  "to",
                  IntStream.range(0, MESSAGES)
                      .mapToObj(i -> "r" + i + "@later" + i % 4 + ".test")
                      .toList(),
                  "subject",
                  "Hi",
                  "text",
                  "Hello",
                  "send_at",
                  Instant.now().plusSeconds(3600).toString()));
      for (String id : ids) {
        assertThat(relay.delete("/v1/emails/" + id).statusCode()).isEqualTo(202);
      }
      relay.kill();
      await().atMost(Relay.PATIENCE).until(() -> isFree(relay.port("BATON_POSTGRES_PORT")));
      relay.restart();

      try (KafkaProbe probe = new KafkaProbe("localhost:" + relay.port("BATON_KAFKA_PORT"))) {
        await()
            .atMost(Relay.PATIENCE)
            .untilAsserted(
                () ->
                    // One whose commit was not answered is published again, under the same id.
                    assertThat(
                            probe.readAll(DELIVERY).stream()
                                .map(entry -> entry.header("ce_id"))
                                .distinct())
                        .containsExactlyInAnyOrderElementsOf(
                            ids.stream().map(id -> id + ".cancelled").toList()));
      }
      assertThat(relay.peer.messages()).isEmpty();
      await()
          .atMost(Relay.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(relay.get("/v1/emails/" + ids.getLast()).body())
                      .contains("\"status\":\"cancelled\""));

      String complained = relay.send("complained@sandbox.baton.test");
      relay.event(DELIVERY, complained, "email.delivered");
      relay.event("baton.events.feedback", complained, "email.complained");
      assertThat(relay.get("/v1/suppressions").body()).doesNotContain("sandbox");
      assertThat(relay.peer.messages()).isEmpty();
    }
  }

  /** PostgreSQL takes a moment to follow the platform that was killed. */
  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
