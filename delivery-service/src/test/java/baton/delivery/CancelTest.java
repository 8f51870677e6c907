package baton.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.command.Command;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.contracts.suppression.Suppression;
import baton.delivery.deferral.DeferredStore;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that its senders take back, and mail that goes nowhere. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(Peers.class)
class CancelTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** Later than any test takes. */
  private static final Instant TOMORROW = Instant.now().plus(Duration.ofDays(1));

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @Inject DeferredStore deferred;

  private KafkaProducer<byte[], byte[]> producer;
  private KafkaProbe probe;

  @BeforeEach
  void open() throws Exception {
    Peers.createTopics(kafka);
    Peers.mailServer.forgive();
    producer = producer(Map.of());
    probe = new KafkaProbe(kafka);
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", kafka);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void close() {
    producer.close();
    probe.close();
  }

  @Test
  void aScheduledMessageEndsAsCancelledAndIsNeverSent() throws Exception {
    Peers.domain("planned.test");
    OutboundMessage message = message("ada@planned.test", TOMORROW);
    publish(message);
    awaitRow(message);

    cancel(message);

    assertThat(endOf(message))
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Cancelled.class,
            cancelled -> {
              assertThat(cancelled.attempts()).isZero();
              assertThat(cancelled.about().tags()).containsExactly("welcome");
              assertThat(cancelled.about().recipient()).isEqualTo("ada@planned.test");
            });
    awaitNoRow(message);
    assertThat(count("@planned.test")).isZero();
  }

  @Test
  void whatWaitsIsNotSentToWhoHasComeOnTheSuppressionList() throws Exception {
    Peers.domain("unwelcome.test");
    suppress("demo", "Ada@Unwelcome.test", "complaint");
    suppress(Suppression.EVERY_ACCOUNT, "trap@unwelcome.test", "manual");
    OutboundMessage toAda = message("ada@unwelcome.test", Instant.now().plusSeconds(5));
    OutboundMessage toTrap = message("trap@unwelcome.test", Instant.now().plusSeconds(5));
    publish(toAda);
    publish(toTrap);

    assertThat(endOf(toAda))
        .singleElement()
        .isInstanceOfSatisfying(
            Event.SuppressedLater.class,
            suppressed -> {
              assertThat(suppressed.reason()).isEqualTo("complaint");
              assertThat(suppressed.about().tags()).containsExactly("welcome");
            });
    assertThat(endOf(toTrap)).singleElement().isInstanceOf(Event.SuppressedLater.class);
    awaitNoRow(toAda);
    assertThat(count("@unwelcome.test")).isZero();
  }

  @Test
  void whoIsOffTheSuppressionListAgainGetsWhatWaits() throws Exception {
    Peers.domain("welcome.test");
    producer.send(wire(new TopicRecord(Topic.SUPPRESSIONS, "x/y", Map.of(), bytes("{}")))).get();
    producer.send(wire(new TopicRecord(Topic.SUPPRESSIONS, "x/z", Map.of(), bytes("null")))).get();
    suppress("demo", "ada@welcome.test", "manual");
    release("demo", "ada@welcome.test");
    suppress("other", "ada@welcome.test", "manual");
    OutboundMessage message = message("ada@welcome.test", Instant.now().plusSeconds(5));
    publish(message);

    assertThat(endOf(message)).singleElement().isInstanceOf(Event.Delivered.class);
  }

  private void suppress(String account, String address, String reason) throws Exception {
    Suppression suppression = new Suppression(account, address, reason, Instant.now(), null);
    producer.send(wire(suppression.toRecord())).get();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void release(String account, String address) throws Exception {
    String key = Suppression.key(account, address);
    producer.send(wire(new TopicRecord(Topic.SUPPRESSIONS, key, Map.of(), null))).get();
  }

  @Test
  void aDeferredMessageIsNotTriedAgainOnceItIsCancelled() throws Exception {
    // Nothing listens on 127.0.0.78.
    Peers.dns.mx("gone.test", 10, "mx.gone.test").a("mx.gone.test", "127.0.0.78");
    OutboundMessage message = message("ada@gone.test", Instant.now());
    publish(message);
    events(message, events -> events.stream().anyMatch(each -> each instanceof Event.Deferred));

    cancel(message);

    List<Event> events = endOf(message);
    assertThat(events.getLast()).isInstanceOf(Event.Cancelled.class);
    awaitNoRow(message);
    settle("gone.test");
    assertThat(endings(message)).isEqualTo(1);
  }

  @Test
  void aDeliveredMessageIsLeftAlone() throws Exception {
    Peers.domain("done.test");
    OutboundMessage message = message("ada@done.test", Instant.now());
    publish(message);
    endOf(message);

    cancel(message);
    settle("done.test");

    assertThat(events(message, _ -> true))
        .filteredOn(each -> each instanceof Event.Ending)
        .singleElement()
        .isInstanceOf(Event.Delivered.class);
  }

  @Test
  void aCommandThatIsReadBeforeItsMessageWaitsForIt() throws Exception {
    Peers.domain("overtaken.test");
    OutboundMessage message = message("ada@overtaken.test", Instant.now());
    try (KafkaProducer<byte[], byte[]> slow =
        producer(Map.of("transactional.id", "slow-" + UUID.randomUUID()))) {
      slow.initTransactions();
      slow.beginTransaction();
      slow.send(wire(message.toRecord())).get();
      cancel(message);
      // Another partition's command shows that this one has been read.
      settle("elsewhere.test");
      slow.commitTransaction();
    }

    assertThat(endOf(message)).singleElement().isInstanceOf(Event.Cancelled.class);
    assertThat(count("@overtaken.test")).isZero();
  }

  @Test
  void aCommandSurvivesTheLossOfThePartition() throws Exception {
    Peers.domain("lost.test");
    OutboundMessage message = message("ada@lost.test", TOMORROW);
    int partition = publish(message);
    awaitRow(message);
    deferred.takeOver(List.of(partition)).toCompletableFuture().get(10, TimeUnit.SECONDS);

    cancel(message);

    assertThat(endOf(message)).singleElement().isInstanceOf(Event.Cancelled.class);
    awaitNoRow(message);
  }

  @Test
  void manyAreCancelledTwiceAndEndOnce() throws Exception {
    List<OutboundMessage> messages =
        IntStream.range(0, 150)
            .mapToObj(i -> message("ada@many" + i % 7 + ".test", TOMORROW))
            .toList();
    for (OutboundMessage message : messages) {
      publish(message);
      cancel(message);
    }
    for (OutboundMessage message : messages) {
      cancel(message);
    }

    List<String> keys = messages.stream().map(message -> message.id().toString()).toList();
    probe.read(
        Topic.EVENTS_DELIVERY.name(),
        PATIENCE,
        entries -> entries.stream().filter(entry -> keys.contains(entry.key())).count() == 150);
    for (int i = 0; i < 7; i++) {
      settle("many" + i + ".test");
    }
    assertThat(
            probe.readAll(Topic.EVENTS_DELIVERY.name()).stream()
                .filter(entry -> keys.contains(entry.key()))
                .map(KafkaProbe.Entry::key))
        .hasSize(150)
        .doesNotHaveDuplicates();
  }

  @Test
  void eachEndsOnceThoughItsPartitionIsTakenOverAgainAndAgain() throws Exception {
    List<OutboundMessage> messages =
        IntStream.range(0, 200)
            .mapToObj(i -> message("ada@again" + i % 9 + ".test", TOMORROW))
            .toList();
    List<Integer> partitions = IntStream.range(0, Peers.PARTITIONS).boxed().toList();
    for (int i = 0; i < messages.size(); i++) {
      publish(messages.get(i));
      if (i % 3 > 0) {
        cancel(messages.get(i));
      }
      if (i % 40 == 39) {
        deferred.takeOver(partitions).toCompletableFuture().get(10, TimeUnit.SECONDS);
      }
    }
    for (int i = 0; i < messages.size(); i += 3) {
      cancel(messages.get(i));
    }
    deferred.takeOver(partitions).toCompletableFuture().get(10, TimeUnit.SECONDS);

    List<String> expected =
        messages.stream().map(message -> message.id() + " email.cancelled").toList();
    Set<String> keys =
        messages.stream().map(message -> message.id().toString()).collect(Collectors.toSet());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        probe.readAll(Topic.EVENTS_DELIVERY.name()).stream()
                            .filter(entry -> keys.contains(entry.key()))
                            .map(entry -> entry.key() + " " + entry.header("ce_type")))
                    .containsExactlyInAnyOrderElementsOf(expected));
  }

  @Test
  void whatCannotBeReadAsACommandStopsNothing() throws Exception {
    producer
        .send(
            new ProducerRecord<>(
                Topic.COMMANDS.name(),
                "odd.test".getBytes(StandardCharsets.UTF_8),
                "{\"command\":\"dance\"}".getBytes(StandardCharsets.UTF_8)))
        .get();

    settle("odd.test");
  }

  @Test
  void theSandboxPlaysItsPartsWithoutDnsOrConnection() throws Exception {
    OutboundMessage delivered = sandboxed("delivered@sandbox.baton.test");
    OutboundMessage bounced = sandboxed("Bounced+a-label@sandbox.baton.test");
    OutboundMessage complained = sandboxed("complained@sandbox.baton.test");
    OutboundMessage nobody = sandboxed("nobody@sandbox.baton.test");
    int before = Peers.mailServer.messages().size();

    assertThat(endOf(delivered).getLast())
        .isInstanceOfSatisfying(
            Event.Delivered.class,
            event -> {
              assertThat(event.attempt().site()).isEqualTo("sandbox");
              assertThat(event.attempt().host()).isNull();
            });
    assertThat(endOf(bounced).getLast())
        .isInstanceOfSatisfying(
            Event.Bounced.class,
            event -> {
              assertThat(event.hard()).isTrue();
              assertThat(event.bounceClass()).isEqualTo("InvalidRecipient");
            });
    assertThat(endOf(nobody).getLast()).isInstanceOf(Event.Bounced.class);
    assertThat(endOf(complained).getLast()).isInstanceOf(Event.Delivered.class);
    assertThat(
            probe.read(
                Topic.EVENTS_FEEDBACK.name(),
                PATIENCE,
                entries ->
                    entries.stream().anyMatch(e -> complained.id().toString().equals(e.key()))))
        .filteredOn(entry -> complained.id().toString().equals(entry.key()))
        .singleElement()
        .satisfies(entry -> assertThat(entry.header("ce_type")).isEqualTo("email.complained"));
    assertThat(Peers.mailServer.messages()).hasSize(before);
  }

  @Test
  void whatTheSandboxDefersIsDeliveredAtTheSecondAttempt() throws Exception {
    OutboundMessage message = sandboxed("deferred@sandbox.baton.test");

    assertThat(endOf(message))
        .extracting(Event::type)
        .containsExactly("email.deferred", "email.delivered");
  }

  @Test
  void mailOfTheSandboxPoolIsDeliveredToNobodyWhomeverItIsFor() throws Exception {
    Peers.domain("real.test");
    OutboundMessage message = message("ada@real.test", Instant.now(), "sandbox");
    publish(message);

    assertThat(endOf(message)).singleElement().isInstanceOf(Event.Delivered.class);
    assertThat(count("@real.test")).isZero();
  }

  private OutboundMessage sandboxed(String recipient) throws Exception {
    OutboundMessage message = message(recipient, Instant.now());
    publish(message);
    return message;
  }

  /** Returns when everything is dealt with that was asked for the domain's mail before. */
  private void settle(String domain) throws Exception {
    OutboundMessage last = message("last@" + domain, TOMORROW);
    publish(last);
    cancel(last);
    endOf(last);
  }

  private void cancel(OutboundMessage message) throws Exception {
    Command command = new Command.Cancel(message.id(), message.account(), Instant.now());
    producer.send(wire(command.toRecord(message.lane()))).get();
  }

  private void awaitRow(OutboundMessage message) {
    await().atMost(PATIENCE).until(() -> hasRow(message));
  }

  private void awaitNoRow(OutboundMessage message) {
    await().atMost(PATIENCE).until(() -> !hasRow(message));
  }

  private boolean hasRow(OutboundMessage message) throws Exception {
    return !deferred
        .among(List.of(message.id()))
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS)
        .isEmpty();
  }

  private static long count(String suffix) {
    return Peers.mailServer.messages().stream()
        .filter(each -> each.recipients().getFirst().endsWith(suffix))
        .count();
  }

  private long endings(OutboundMessage message) {
    return of(message, probe.readAll(Topic.EVENTS_DELIVERY.name())).stream()
        .filter(each -> each instanceof Event.Ending)
        .count();
  }

  private List<Event> endOf(OutboundMessage message) {
    return events(
        message, events -> events.stream().anyMatch(each -> each instanceof Event.Ending));
  }

  private List<Event> events(OutboundMessage message, Predicate<List<Event>> enough) {
    probe.read(
        Topic.EVENTS_DELIVERY.name(), PATIENCE, entries -> enough.test(of(message, entries)));
    return of(message, probe.readAll(Topic.EVENTS_DELIVERY.name()));
  }

  private static List<Event> of(OutboundMessage message, List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .filter(entry -> message.id().toString().equals(entry.key()))
        .map(entry -> EventRecord.read(entry.topic(), entry.headers(), entry.value()))
        .map(Optional::orElseThrow)
        .toList();
  }

  private int publish(OutboundMessage message) throws Exception {
    return producer.send(wire(message.toRecord())).get().partition();
  }

  private static ProducerRecord<byte[], byte[]> wire(TopicRecord record) {
    ProducerRecord<byte[], byte[]> wire =
        new ProducerRecord<>(record.topic().name(), record.keyBytes(), record.value());
    record.headers().forEach((k, v) -> wire.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    return wire;
  }

  private static OutboundMessage message(String recipient, Instant notBefore) {
    return message(recipient, notBefore, "default");
  }

  private static OutboundMessage message(String recipient, Instant notBefore, String pool) {
    UUID id = MessageId.next();
    return new OutboundMessage(
        id,
        "demo",
        Instant.now(),
        "b-token@bounces.own.test",
        "app@own.test",
        recipient,
        pool,
        "transactional",
        notBefore,
        Duration.ofHours(1),
        "opportunistic",
        Dsn.NONE,
        1,
        recipient.substring(recipient.indexOf('@') + 1),
        List.of("welcome"),
        Map.of("order", "7"),
        null,
        "Subject: hi\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8));
  }
}
