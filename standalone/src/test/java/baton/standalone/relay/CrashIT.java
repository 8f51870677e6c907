package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.testkit.KafkaProbe;
import baton.testkit.MailServerRule.Stage;
import baton.testkit.ReceivedMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final int BATCH = 50;
  private static final int DELIVERED = 100;
  private static final int UNDELIVERED = 500;
  private static final Duration PATIENCE = Relay.PATIENCE.multipliedBy(2);

  @TempDir Path folder;

  @Test
  void everythingAcceptedArrivesAndOnlyWhatWasUnderWayArrivesTwice() throws Exception {
    try (Relay relay = Relay.start(folder.resolve("data"))) {
      for (int i = 0; i < 5; i++) {
        relay.domain("d" + i + ".test");
      }
      Map<String, String> recipientOf = new HashMap<>(send(relay, "done", DELIVERED));
      awaitEndings(relay, recipientOf.keySet());

      // Part of it waits in the deferred table, part in the topic, part of it behind a final dot.
      relay.peer.onRcpt("451 4.7.1 try later").times(100);
      relay.peer.stallOn(Stage.DOT);
      recipientOf.putAll(send(relay, "open", UNDELIVERED));
      await().atMost(PATIENCE).until(() -> relay.peer.transmissions().size() > DELIVERED);
      relay.kill();
      assertThat(relay.peer.messages()).as("delivered before the kill").hasSize(DELIVERED);
      Map<String, Long> underWay = transmissions(relay);
      underWay.keySet().removeIf(recipient -> recipient.startsWith("done"));

      relay.peer.forgive();
      relay.restart();
      awaitEndings(relay, recipientOf.keySet());

      assertThat(arrived(relay)).isEqualTo(new HashSet<>(recipientOf.values()));
      transmissions(relay)
          .forEach(
              (recipient, times) ->
                  assertThat(times)
                      .as(recipient)
                      .isEqualTo(1 + underWay.getOrDefault(recipient, 0L)));
    }
  }

  /** Sends to so many recipients; gives them by message id. */
  private static Map<String, String> send(Relay relay, String name, int count) throws Exception {
    Map<String, String> recipientOf = new HashMap<>();
    for (int first = 0; first < count; first += BATCH) {
      List<String> to =
          IntStream.range(first, first + BATCH)
              .mapToObj(i -> name + i + "@d" + i % 5 + ".test")
              .toList();
      List<String> ids =
          relay.send(
              Map.of("from", "app@demo.baton.test", "to", to, "subject", "Hi", "text", "Hello"));
      for (int i = 0; i < BATCH; i++) {
        recipientOf.put(ids.get(i), to.get(i));
      }
    }
    return recipientOf;
  }

  /** Waits until each of these messages was delivered, and sees that it was once. */
  private static void awaitEndings(Relay relay, Set<String> ids) {
    try (KafkaProbe probe = new KafkaProbe("localhost:" + relay.port("BATON_KAFKA_PORT"))) {
      List<KafkaProbe.Entry> entries =
          probe.read(
              "baton.events.delivery", PATIENCE, read -> delivered(read).size() >= ids.size());
      assertThat(delivered(entries))
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static List<String> delivered(List<KafkaProbe.Entry> entries) {
    List<String> ids = new ArrayList<>();
    for (KafkaProbe.Entry entry : entries) {
      if ("email.delivered".equals(entry.header("ce_type"))) {
        ids.add(entry.key());
      }
    }
    return ids;
  }

  private static Set<String> arrived(Relay relay) {
    return relay.peer.messages().stream()
        .map(ReceivedMessage::recipients)
        .map(List::getFirst)
        .collect(Collectors.toSet());
  }

  /** How often each recipient's message has come to its last byte. */
  private static Map<String, Long> transmissions(Relay relay) {
    return relay.peer.transmissions().stream()
        .collect(
            Collectors.groupingBy(
                message -> message.recipients().getFirst(), Collectors.counting()));
  }
}
