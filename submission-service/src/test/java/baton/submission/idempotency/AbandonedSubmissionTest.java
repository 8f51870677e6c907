package baton.submission.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Receipt;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Repetitions.Reserved;
import baton.submission.outbox.KafkaOutbox;
import baton.submission.outbox.OutboxSettings;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Instances that die, hang or lose Kafka in the middle. Each has producers of its own and shares
 * PostgreSQL and Kafka with the others; one that is dead never says another word.
 */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class AbandonedSubmissionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(30);

  /** Of an instance that is dead when somebody looks. */
  private static final Duration OVER = Duration.ZERO;

  private static final Uni<Void> SILENCE = Uni.createFrom().nothing();
  private static final List<String> RECIPIENTS = List.of("a@y.test", "b@y.test");

  @Inject IdempotencyParts parts;
  @Inject Reservations reservations;
  @Inject Vertx vertx;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka = "";

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final IdempotencyKey key =
      IdempotencyKey.of(run, "the request".getBytes(StandardCharsets.UTF_8));
  private final AtomicInteger takenOver = new AtomicInteger();

  private KafkaOutbox outbox;
  private Reserved reserved;

  @AfterEach
  void close() {
    if (outbox != null) {
      outbox.close();
    }
  }

  @Test
  void whoDiedBeforePublishingIsFollowedWithTheSameIds() {
    begin("dead", OVER, _ -> SILENCE);
    List<Receipt> ids = reserved.receipts();

    assertThat(once("heir", LEASE, this::publish)).isEqualTo(ids);
    assertThat(once("third", LEASE, this::publish)).isEqualTo(ids);

    assertThat(takenOver).hasValue(2);
    assertThat(accepted(ids)).isEqualTo(1);
  }

  @Test
  void whoDiedAfterPublishingIsAnsweredForAndNothingIsPublishedAgain() {
    begin("dead", OVER, mine -> publish(mine).chain(() -> SILENCE));
    List<Receipt> ids = reserved.receipts();
    awaitAccepted(ids);

    assertThat(once("heir", LEASE, this::publish)).isEqualTo(ids);

    assertThat(takenOver).hasValue(1);
    assertThat(accepted(ids)).isEqualTo(1);
  }

  @Test
  void whoOnlySleptCannotPublishAnyMore() {
    begin("sleeper", OVER, _ -> SILENCE);
    List<Receipt> ids = reserved.receipts();
    try (KafkaProducer<byte[], byte[]> sleeper = producer("sleeper-" + run)) {
      sleeper.initTransactions();
      sleeper.beginTransaction();
      events(ids).forEach(record -> sleeper.send(wire(record)));
      sleeper.flush();

      assertThat(once("heir", LEASE, this::publish)).isEqualTo(ids);

      assertThatThrownBy(sleeper::commitTransaction).isInstanceOf(KafkaException.class);
    }
    assertThat(accepted(ids)).isEqualTo(1);
  }

  @Test
  void anAttemptThatLivesIsNotTakenOverByItsOwnInstance() {
    ReservedRepetitions slow = instance("slow", OVER);
    slow.once("demo", key, RECIPIENTS, mine -> keep(mine, SILENCE)).subscribeAsCompletionStage();
    await(() -> reserved != null);

    assertThat(refusal(() -> once(slow, this::publish))).isEqualTo(Refusal.KEY_IN_FLIGHT);
  }

  @Test
  void whatIsInFlightElsewhereIsLeftAlone() {
    begin("busy", LEASE, _ -> SILENCE);

    assertThat(refusal(() -> once("other", LEASE, this::publish))).isEqualTo(Refusal.KEY_IN_FLIGHT);
  }

  @Test
  void somethingElseUnderAnAbandonedKeyIsRefused() {
    begin("dead", OVER, _ -> SILENCE);
    IdempotencyKey other = IdempotencyKey.of(run, "other".getBytes(StandardCharsets.UTF_8));

    assertThat(
            refusal(
                () ->
                    instance("heir", LEASE)
                        .once("demo", other, RECIPIENTS, this::publish)
                        .await()
                        .atMost(PATIENCE)))
        .isEqualTo(Refusal.KEY_REUSED);
  }

  @Test
  void whatNobodyKnowsIsLookedUpAtTheNextTryWithoutWaitingForTheLease() {
    List<Receipt> published =
        catchIds(
            mine ->
                publish(mine)
                    .chain(
                        () ->
                            Uni.createFrom()
                                .failure(new RefusedException(Refusal.UNAVAILABLE, "lost"))));

    assertThat(once("heir", LEASE, this::publish)).isEqualTo(published);
    assertThat(accepted(published)).isEqualTo(1);
  }

  @Test
  void whatWasRefusedLeavesTheKeyFree() {
    List<Receipt> refused =
        catchIds(
            _ ->
                Uni.createFrom().failure(new RefusedException(Refusal.BUSY, "too much in flight")));

    assertThat(once("other", LEASE, this::publish)).isNotEqualTo(refused);
  }

  @Test
  void whileKafkaCannotBeReadNothingIsDoneAgain() throws Exception {
    begin("dead", OVER, _ -> SILENCE);
    List<Receipt> ids = reserved.receipts();
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AcceptedEvents unreadable =
          new AcceptedEvents(
              Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()),
              Duration.ofSeconds(1));
      ReservedRepetitions cutOff =
          new ReservedRepetitions(
              reservations, unreadable::hold, producers("cut"), LEASE, Runnable::run);

      assertThat(refusal(() -> once(cutOff, this::publish))).isEqualTo(Refusal.UNAVAILABLE);
    }
    assertThat(takenOver).hasValue(1);
    assertThat(once("heir", LEASE, this::publish)).isEqualTo(ids);
  }

  @Test
  void withoutPostgresqlNothingIsTakenOver() {
    Pool nowhere =
        Pool.newInstance(
            PgBuilder.pool()
                .connectingTo("postgresql://127.0.0.1:1/baton?user=x&password=x")
                .using(vertx)
                .build());
    ReservedRepetitions alone =
        new ReservedRepetitions(
            new Reservations(nowhere), (_, _, _) -> false, producers("pg"), LEASE, Runnable::run);

    assertThat(refusal(() -> once(alone, this::publish))).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(refusal(() -> alone.answered("demo", key).await().atMost(PATIENCE)))
        .isEqualTo(Refusal.UNAVAILABLE);
    assertThat(takenOver).hasValue(0);
    nowhere.closeAndAwait();
  }

  @Test
  void whatIsOldIsSweptAndItsKeyIsFreeAgain() {
    List<Receipt> first = once("one", LEASE, this::publish);
    reservations.sweep(Duration.ofHours(1)).await().atMost(PATIENCE);
    assertThat(once("one", LEASE, this::publish)).isEqualTo(first);

    reservations.sweep(Duration.ZERO).await().atMost(PATIENCE);

    assertThat(once("one", LEASE, this::publish)).isNotEqualTo(first);
  }

  private ReservedRepetitions instance(String name, Duration lease) {
    return parts.repetitions(producers(name), lease);
  }

  private ReservedRepetitions.Producers producers(String name) {
    return new ReservedRepetitions.Producers() {
      @Override
      public List<String> transactionalIds() {
        return List.of(name + "-" + run);
      }

      @Override
      public boolean ready() {
        return true;
      }
    };
  }

  /** An instance that reserves, and then does what it is told. */
  private void begin(String name, Duration lease, Function<Reserved, Uni<Void>> work) {
    instance(name, lease)
        .once("demo", key, RECIPIENTS, mine -> keep(mine, work.apply(mine)))
        .subscribeAsCompletionStage();
    await(() -> reserved != null);
  }

  private Uni<Void> keep(Reserved mine, Uni<Void> then) {
    takenOver.incrementAndGet();
    reserved = mine;
    return then;
  }

  private List<Receipt> catchIds(Function<Reserved, Uni<Void>> work) {
    refusal(
        () ->
            instance("failing", LEASE)
                .once("demo", key, RECIPIENTS, mine -> keep(mine, work.apply(mine)))
                .await()
                .atMost(PATIENCE));
    return reserved.receipts();
  }

  private List<Receipt> once(String name, Duration lease, Function<Reserved, Uni<Void>> takeOver) {
    return once(
        instance(name, lease),
        mine -> {
          takenOver.incrementAndGet();
          return takeOver.apply(mine);
        });
  }

  private List<Receipt> once(ReservedRepetitions instance, Function<Reserved, Uni<Void>> takeOver) {
    return instance.once("demo", key, RECIPIENTS, takeOver).await().atMost(PATIENCE);
  }

  private Uni<Void> publish(Reserved mine) {
    if (outbox == null) {
      outbox =
          new KafkaOutbox(
              Map.of("bootstrap.servers", kafka),
              OutboxSettings.of("publisher-" + run, Duration.ofSeconds(10)));
    }
    return outbox.publish(events(mine.receipts()));
  }

  private static List<TopicRecord> events(List<Receipt> receipts) {
    return receipts.stream()
        .map(receipt -> new EventsOf(receipt.id(), "demo", receipt.recipient()).accepted())
        .map((Event event) -> EventRecord.of(event))
        .toList();
  }

  private KafkaProducer<byte[], byte[]> producer(String transactionalId) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka, "transactional.id", transactionalId),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> wire(TopicRecord record) {
    ProducerRecord<byte[], byte[]> wire =
        new ProducerRecord<>(record.topic().name(), record.keyBytes(), record.value());
    record
        .headers()
        .forEach((name, value) -> wire.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return wire;
  }

  private void awaitAccepted(List<Receipt> ids) {
    await(() -> accepted(ids) == 1);
  }

  /** How often the first message's acceptance lies on the topic. */
  private long accepted(List<Receipt> ids) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll("baton.events.submission").stream()
          .filter(entry -> ids.getFirst().id().toString().equals(entry.key()))
          .filter(entry -> "email.accepted".equals(entry.header("ce_type")))
          .count();
    }
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await().atMost(PATIENCE).until(condition);
  }

  private static Refusal refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable work) {
    return catchThrowableOfType(RefusedException.class, work).refusal();
  }
}
