package baton.submission.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.testkit.Backends;
import baton.testkit.KafkaProbe;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaOutboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, Object> KAFKA =
      Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

  private final String run = UUID.randomUUID().toString();

  @BeforeAll
  static void makeTopics() {
    new KafkaTopics(new TopicSettings(true, TopicSettings.Scale.STANDALONE, (short) 1, PATIENCE))
        .ensure(KAFKA);
  }

  @Test
  void allRecordsOfManySubmissionsAreReadableOnceItHasAnswered() {
    try (KafkaOutbox outbox = open("all");
        KafkaProbe probe = probe()) {
      List<Uni<Void>> submissions =
          IntStream.range(0, 500).mapToObj(i -> outbox.publish(submission(i, 100))).toList();
      Uni.join().all(submissions).andFailFast().await().atMost(PATIENCE);

      assertThat(mine(probe, Topic.OUTBOUND, 500)).hasSize(500).doesNotHaveDuplicates();
      assertThat(mine(probe, Topic.EVENTS_SUBMISSION, 500)).hasSize(500);
    }
  }

  @Test
  void keyHeadersAndOctetsArriveAsTheyWere() {
    byte[] octets = {0, (byte) 0xff, '\r', '\n'};
    try (KafkaOutbox outbox = open("octets");
        KafkaProbe probe = probe()) {
      outbox
          .publish(
              List.of(new TopicRecord(Topic.OUTBOUND, run, Map.of("baton-sender", "ü@x"), octets)))
          .await()
          .atMost(PATIENCE);

      KafkaProbe.Entry entry =
          probe
              .read(
                  Topic.OUTBOUND.name(),
                  PATIENCE,
                  entries -> entries.stream().anyMatch(e -> run.equals(e.key())))
              .stream()
              .filter(e -> run.equals(e.key()))
              .findFirst()
              .orElseThrow();
      assertThat(entry.value()).isEqualTo(octets);
      assertThat(entry.header("baton-sender")).isEqualTo("ü@x");
    }
  }

  @Test
  void aRecordThatNoBrokerTakesDoesNotHoldUpItsCompany() {
    try (KafkaOutbox outbox = open("large");
        KafkaProbe probe = probe()) {
      List<Uni<Void>> company =
          IntStream.range(0, 20)
              .mapToObj(i -> outbox.publish(submission(i, i == 7 ? 28 << 20 : 10)))
              .toList();
      List<String> outcomes =
          company.stream()
              .map(
                  uni ->
                      uni.map(_ -> "durable")
                          .onFailure(RefusedException.class)
                          .recoverWithItem(e -> ((RefusedException) e).refusal().name())
                          .subscribeAsCompletionStage())
              .toList()
              .stream()
              .map(stage -> stage.orTimeout(30, TimeUnit.SECONDS).join())
              .toList();

      assertThat(outcomes.get(7)).isEqualTo(Refusal.TOO_LARGE.name());
      assertThat(outcomes.stream().filter("durable"::equals)).hasSize(19);
      assertThat(mine(probe, Topic.OUTBOUND, 19)).hasSize(19);
    }
  }

  /** Another instance that was given the same name, or this one's own ghost. */
  @Test
  void whoWasFencedOpensANewProducer() {
    try (KafkaOutbox outbox = open("fenced")) {
      outbox.publish(submission(1, 10)).await().atMost(PATIENCE);
      for (int i = 0; i < settings("fenced").producers(); i++) {
        new TransactionalProducer(
                KAFKA, settings("fenced"), settings("fenced").transactionalId() + "-" + i)
            .close();
      }

      RefusedException refused =
          catchThrowableOfType(
              RefusedException.class,
              () -> outbox.publish(submission(2, 10)).await().atMost(PATIENCE));
      assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);

      outbox.publish(submission(3, 10)).await().atMost(PATIENCE);
      assertThat(outbox.ready()).isTrue();
    }
  }

  @Test
  void nothingIsSaidToBeDurableWhileKafkaIsAway() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        KafkaOutbox outbox =
            new KafkaOutbox(
                Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()),
                OutboxSettings.of("baton-submission-" + run, Duration.ofSeconds(2)))) {
      long start = System.nanoTime();
      RefusedException refused =
          catchThrowableOfType(
              RefusedException.class,
              () -> outbox.publish(submission(1, 10)).await().atMost(PATIENCE));

      assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
      assertThat(outbox.ready()).isFalse();
    }
  }

  @Test
  void whoStillWaitsWhenItIsClosedIsToldSo() {
    KafkaOutbox outbox = open("closed");
    outbox.close();

    assertThat(
            catchThrowableOfType(
                    RefusedException.class,
                    () -> outbox.publish(submission(1, 10)).await().atMost(PATIENCE))
                .refusal())
        .isEqualTo(Refusal.UNAVAILABLE);
  }

  @Test
  void noTransactionIsLeftOpen() throws Exception {
    try (KafkaOutbox outbox = open("open");
        Admin admin = Admin.create(KAFKA)) {
      outbox.publish(submission(1, 10)).await().atMost(PATIENCE);

      assertThat(admin.listTransactions().all().get())
          .filteredOn(listing -> listing.transactionalId().endsWith("open-" + run))
          .extracting(TransactionListing::state)
          .noneMatch(state -> state.toString().equals("Ongoing"));
    }
  }

  private KafkaOutbox open(String name) {
    return new KafkaOutbox(KAFKA, settings(name));
  }

  private OutboxSettings settings(String name) {
    return OutboxSettings.of("baton-submission-" + name + "-" + run, Duration.ofSeconds(10));
  }

  private List<TopicRecord> submission(int number, int size) {
    String key = run + "/" + number;
    return List.of(
        new TopicRecord(Topic.OUTBOUND, key, Map.of(), new byte[size]),
        new TopicRecord(
            Topic.EVENTS_SUBMISSION, key, Map.of(), "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private static KafkaProbe probe() {
    return new KafkaProbe(Backends.kafka().bootstrapServers());
  }

  private List<String> mine(KafkaProbe probe, Topic topic, int count) {
    return mine(probe.read(topic.name(), PATIENCE, entries -> mine(entries).size() >= count));
  }

  private List<String> mine(List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .map(KafkaProbe.Entry::key)
        .filter(key -> key != null && key.startsWith(run))
        .toList();
  }
}
