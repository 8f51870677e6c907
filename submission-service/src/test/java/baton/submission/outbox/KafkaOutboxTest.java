package baton.submission.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.submission.admission.Deadline;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaOutboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Map<String, Object> KAFKA =
      Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

  private static final TopicPartition NOTICES = new TopicPartition(Topic.NOTICES.name(), 0);

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
      List<String> outcomes = outcomes(company);

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

  /** One that cannot reach Kafka takes nothing from one that can. */
  @Test
  void aThreadWithoutAProducerRefusesNothingThatAnotherWouldTake() throws Exception {
    BlockingQueue<KafkaOutbox.Waiting> queue = new LinkedBlockingQueue<>();
    Set<Integer> ready = ConcurrentHashMap.newKeySet();
    OutboxSettings settings = OutboxSettings.of("baton-submission-" + run, Duration.ofSeconds(1));
    AtomicInteger attempts = new AtomicInteger();
    try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> hangUp(deaf, attempts));
      TransactionThread healthy = new TransactionThread(queue, ready, KAFKA, settings, 1);
      await().atMost(PATIENCE).until(healthy::ready);
      TransactionThread lost =
          new TransactionThread(
              queue,
              ready,
              Map.of(
                  "bootstrap.servers",
                  "127.0.0.1:" + deaf.getLocalPort(),
                  // So that a connection is an attempt.
                  "reconnect.backoff.ms",
                  60_000,
                  "reconnect.backoff.max.ms",
                  60_000),
              settings,
              0);
      try {
        await()
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(1))
            .until(
                () -> {
                  assertThat(outcome(wait(queue))).isEqualTo("durable");
                  return attempts.get() > 3;
                });
        assertThat(lost.ready()).isFalse();

        healthy.stop();
        healthy.join(PATIENCE);
        assertThat(outcome(wait(queue))).isEqualTo(Refusal.UNAVAILABLE.name());
      } finally {
        healthy.stop();
        lost.stop();
        healthy.join(PATIENCE);
        lost.join(PATIENCE);
      }
    }
  }

  private Uni<Void> wait(BlockingQueue<KafkaOutbox.Waiting> queue) {
    return Uni.createFrom()
        .emitter(
            whoWaits ->
                queue.add(
                    new KafkaOutbox.Waiting(
                        submission(1, 10), null, 100, Deadline.NONE, whoWaits)));
  }

  private static void hangUp(ServerSocket deaf, AtomicInteger attempts) {
    try {
      while (true) {
        deaf.accept().close();
        attempts.incrementAndGet();
      }
    } catch (IOException e) {
      // The test has ended.
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

  @Test
  void howFarWasReadIsCommittedWithWhatWasMadeOfItOrNeitherIs() throws Exception {
    try (KafkaOutbox outbox = open("forward");
        KafkaProbe probe = probe();
        KafkaConsumer<byte[], byte[]> reader = member()) {
      ConsumerGroupMetadata member = reader.groupMetadata();
      outbox.forward(submission(1, 10), upTo(7, member)).await().atMost(PATIENCE);

      assertThat(mine(probe, Topic.OUTBOUND, 1)).hasSize(1);
      assertThat(committed()).isEqualTo(7);

      Uni<Void> tooMuch = outbox.forward(submission(2, 28 << 20), upTo(8, member));
      assertThat(outcome(tooMuch)).isEqualTo(Refusal.TOO_LARGE.name());
      assertThat(committed()).isEqualTo(7);
    }
  }

  @Test
  void whoHasLostItsPartitionsCommitsNothingAndDoesNotHoldUpItsCompany() throws Exception {
    ConsumerGroupMetadata former;
    try (KafkaConsumer<byte[], byte[]> reader = member()) {
      former = reader.groupMetadata();
    }
    try (KafkaOutbox outbox = open("former");
        KafkaProbe probe = probe();
        KafkaConsumer<byte[], byte[]> successor = member()) {
      outbox.forward(List.of(), upTo(3, successor.groupMetadata())).await().atMost(PATIENCE);
      List<Uni<Void>> company = new ArrayList<>();
      IntStream.range(0, 10).mapToObj(i -> outbox.publish(submission(i, 10))).forEach(company::add);
      company.add(outbox.forward(submission(10, 10), upTo(2, former)));
      IntStream.range(11, 20)
          .mapToObj(i -> outbox.publish(submission(i, 10)))
          .forEach(company::add);

      List<String> outcomes = outcomes(company);

      assertThat(outcomes.get(10)).isEqualTo(Refusal.UNAVAILABLE.name());
      assertThat(outcomes.stream().filter("durable"::equals)).hasSize(19);
      assertThat(mine(probe, Topic.OUTBOUND, 19)).hasSize(19).doesNotContain(run + "/10");
      assertThat(committed()).isEqualTo(3);
    }
  }

  private static String outcome(Uni<Void> submission) {
    return outcomes(List.of(submission)).getFirst();
  }

  /** All are handed over before any is waited for. */
  private static List<String> outcomes(List<Uni<Void>> submissions) {
    return submissions.stream()
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
  }

  /** A member of the test's own group, which has the partition. */
  private KafkaConsumer<byte[], byte[]> member() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", KAFKA.get("bootstrap.servers"), "group.id", run),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(NOTICES.topic()));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              consumer.poll(Duration.ofMillis(100));
              return consumer.assignment().contains(NOTICES);
            });
    return consumer;
  }

  private static Consumed upTo(long offset, ConsumerGroupMetadata reader) {
    return new Consumed(Map.of(NOTICES, new OffsetAndMetadata(offset)), reader);
  }

  private long committed() throws Exception {
    try (Admin admin = Admin.create(KAFKA)) {
      return admin
          .listConsumerGroupOffsets(run, new ListConsumerGroupOffsetsOptions().requireStable(true))
          .partitionsToOffsetAndMetadata()
          .get()
          .get(NOTICES)
          .offset();
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
