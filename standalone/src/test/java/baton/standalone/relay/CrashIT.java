package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.testkit.MailServerRule.Stage;
import baton.testkit.ReceivedMessage;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} leaves behind. */
class CrashIT {

  private static final int MESSAGES = 500;

  @TempDir Path folder;

  @Test
  void everythingAcceptedArrivesAfterAKill() throws Exception {
    try (Relay relay = Relay.start(folder.resolve("data"))) {
      for (int i = 0; i < 5; i++) {
        relay.domain("d" + i + ".test");
      }
      // Part of it waits in the deferred table, part of it in the topic, part of it in memory.
      relay.peer.onRcpt("451 4.7.1 try later").times(100);
      Set<String> recipients = new HashSet<>();
      for (int batch = 0; batch < MESSAGES / 50; batch++) {
        int first = batch * 50;
        List<String> to =
            IntStream.range(first, first + 50)
                .mapToObj(i -> "r" + i + "@d" + i % 5 + ".test")
                .toList();
        relay.send(
            Map.of("from", "app@demo.baton.test", "to", to, "subject", "Hi", "text", "Hello"));
        recipients.addAll(to);
        if (batch == 4) {
          relay.peer.stallOn(Stage.DOT);
        }
      }
      Set<String> before = arrived(relay);
      relay.kill();
      relay.peer.forgive();
      relay.restart();

      await()
          .atMost(Relay.PATIENCE.multipliedBy(2))
          .untilAsserted(() -> assertThat(arrived(relay)).isEqualTo(recipients));
      assertThat(before.size()).as("the kill came in the middle").isLessThan(MESSAGES);
      // Five sites, at most twenty connections each, at most two messages under way on each.
      assertThat(relay.peer.messages().size() - MESSAGES).isBetween(0, 5 * 20 * 2);
    }
  }

  private static Set<String> arrived(Relay relay) {
    return relay.peer.messages().stream()
        .map(ReceivedMessage::recipients)
        .map(List::getFirst)
        .collect(Collectors.toSet());
  }
}
