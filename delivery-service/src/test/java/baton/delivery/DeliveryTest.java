package baton.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.deferral.DeferredStore;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.testkit.MailServerRule.Stage;
import baton.testkit.ReceivedMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(Peers.class)
class DeliveryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @Inject DeferredStore deferred;

  @TestHTTPResource("/q/health/ready")
  URI readiness;

  private KafkaProducer<byte[], byte[]> producer;
  private KafkaProbe probe;

  @BeforeEach
  void open() throws Exception {
    Peers.createTopics(kafka);
    Peers.mailServer.forgive();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    probe = new KafkaProbe(kafka);
    await().atMost(PATIENCE).until(this::ready);
  }

  private boolean ready() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
              .send(HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
              .statusCode()
          == 200;
    }
  }

  @AfterEach
  void close() {
    producer.close();
    probe.close();
  }

  @Test
  void aMessageReachesTheExchangerOfItsDomainByteForByte() throws Exception {
    Peers.domain("plain.test");
    String text = "Subject: hi\r\n\r\n.a dot, and ünïcode\r\n..two\r\n";
    OutboundMessage message = message("ada@plain.test", text, Duration.ofHours(1));
    publish(message);

    Event.Delivered delivered = (Event.Delivered) endOf(message).getLast();

    assertThat(delivered.attempt().number()).isEqualTo(1);
    assertThat(delivered.attempt().host()).isEqualTo("mx.plain.test");
    assertThat(delivered.attempt().address()).isEqualTo("127.0.0.1:" + Peers.mailServer.port());
    assertThat(delivered.attempt().reply()).startsWith("250");
    assertThat(delivered.attempt().transcript())
        .anyMatch(line -> line.contains("RCPT TO:<ada@plain.test>"));
    assertThat(delivered.about().tags()).containsExactly("welcome");
    assertThat(received("ada@plain.test").text()).isEqualTo(text);
    assertThat(received("ada@plain.test").sender()).isEqualTo("b-token@bounces.own.test");
  }

  @Test
  void whatTheSenderWantsToBeToldIsPassedOn() throws Exception {
    Peers.domain("dsn.test");
    Dsn dsn = new Dsn("SUCCESS,DELAY", "HDRS", "order+2B7", "rfc822;al+3Das@other.test");
    OutboundMessage message = message("ada@dsn.test", dsn);
    publish(message);
    endOf(message);

    assertThat(received("ada@dsn.test").commands())
        .anyMatch(line -> line.startsWith("MAIL ") && line.endsWith(" RET=HDRS ENVID=order+2B7"))
        .contains("RCPT TO:<ada@dsn.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;al+3Das@other.test");
  }

  @Test
  void aTemporaryRefusalIsTriedAgainUntilItSucceeds() throws Exception {
    Peers.domain("busy.test");
    Peers.mailServer.onRcpt("451 4.7.1 try later").forRecipient("ada@busy.test").times(2);
    OutboundMessage message = message("ada@busy.test");
    publish(message);

    List<Event> events = endOf(message);

    assertThat(events)
        .extracting(Event::type)
        .containsExactly("email.deferred", "email.deferred", "email.delivered");
    Event.Deferred first = (Event.Deferred) events.getFirst();
    assertThat(first.attempt().reply()).isEqualTo("451 4.7.1 try later");
    assertThat(first.nextAttempt()).isAfter(first.time());
    assertThat(first.outcomeUnknown()).isFalse();
    assertThat(((Event.Delivered) events.getLast()).attempt().number()).isEqualTo(3);
    awaitNoRow(message);
  }

  /** RFC 5321 section 4.5.5; deferred in between, so that the table keeps it too. */
  @Test
  void aNotificationLeavesUnderTheNullPath() throws Exception {
    Peers.domain("null.test");
    Peers.mailServer.onRcpt("451 4.7.1 try later").forRecipient("ada@null.test").once();
    OutboundMessage message = underTheNullPath(message("ada@null.test"));
    publish(message);

    assertThat(endOf(message))
        .extracting(Event::type)
        .containsExactly("email.deferred", "email.delivered");
    assertThat(received("ada@null.test").sender()).isEmpty();
    assertThat(received("ada@null.test").commands())
        .anyMatch(line -> line.startsWith("MAIL FROM:<>"));
  }

  @Test
  void aPermanentRefusalBounces() throws Exception {
    Peers.domain("strict.test");
    Peers.mailServer.onRcpt("550 5.1.1 nobody of that name").forRecipient("ada@strict.test");
    OutboundMessage message = message("ada@strict.test");
    publish(message);

    Event.Bounced bounced = (Event.Bounced) endOf(message).getLast();

    assertThat(bounced.hard()).isTrue();
    assertThat(bounced.bounceClass()).isEqualTo("InvalidRecipient");
    assertThat(bounced.attempt().enhancedStatus()).isEqualTo("5.1.1");
    assertThat(bounced.asynchronous()).isFalse();
  }

  @Test
  void aDomainThatDoesNotExistBouncesHard() throws Exception {
    OutboundMessage message = message("ada@nowhere.test");
    publish(message);

    Event.Bounced bounced = (Event.Bounced) endOf(message).getLast();

    assertThat(bounced.bounceClass()).isEqualTo("BadDomain");
    assertThat(bounced.hard()).isTrue();
    assertThat(bounced.attempt().reply()).contains("nowhere.test does not exist");
  }

  @Test
  void aConnectionLostAfterTheFinalDotIsSaidToBeUncertain() throws Exception {
    Peers.domain("vague.test");
    Peers.mailServer.closeOn(Stage.DOT).forRecipient("ada@vague.test").once();
    OutboundMessage message = message("ada@vague.test");
    publish(message);

    List<Event> events = endOf(message);

    assertThat(((Event.Deferred) events.getFirst()).outcomeUnknown()).isTrue();
    assertThat(events.getLast()).isInstanceOf(Event.Delivered.class);
  }

  @Test
  void aServerThatIsDownHoldsUpNoOther() throws Exception {
    // Nothing listens on 127.0.0.77.
    Peers.dns.mx("down.test", 10, "mx.down.test").a("mx.down.test", "127.0.0.77");
    Peers.domain("up.test");
    OutboundMessage stuck = message("ada@down.test");
    publish(stuck);
    for (int i = 0; i < 50; i++) {
      publish(message("ada" + i + "@up.test"));
    }

    await().atMost(PATIENCE).until(() -> count("@up.test") == 50);
    Event.Deferred deferral =
        (Event.Deferred) events(stuck, events -> !events.isEmpty()).getFirst();
    assertThat(deferral.bounceClass()).isEqualTo("ConnectionError");
    assertThat(deferral.attempt().address()).isEqualTo("127.0.0.77:" + Peers.mailServer.port());
    Peers.dns.remove("mx.down.test").a("mx.down.test", "127.0.0.1");
  }

  @Test
  void whatIsTooOldExpires() throws Exception {
    Peers.domain("never.test");
    Peers.mailServer.onRcpt("451 4.7.1 try later").forRecipient("ada@never.test");
    OutboundMessage message =
        message("ada@never.test", "Subject: x\r\n\r\nx\r\n", Duration.ofSeconds(2));
    publish(message);

    List<Event> events = endOf(message);

    assertThat(events.getFirst()).isInstanceOf(Event.Deferred.class);
    assertThat(events.getLast()).isInstanceOf(Event.Expired.class);
    awaitNoRow(message);
  }

  @Test
  void mailForLaterWaits() throws Exception {
    Peers.domain("later.test");
    Instant then = Instant.now().plusSeconds(3);
    OutboundMessage message = message("ada@later.test", then);
    publish(message);

    endOf(message);

    assertThat(received("ada@later.test").arrival()).isAfterOrEqualTo(then);
  }

  @Test
  void aRecordThatCannotBeReadStopsNothing() throws Exception {
    Peers.domain("after.test");
    producer
        .send(
            new ProducerRecord<>(
                Topic.OUTBOUND.name(), "after.test".getBytes(StandardCharsets.UTF_8), new byte[3]))
        .get();
    OutboundMessage message = message("ada@after.test");
    publish(message);

    assertThat(endOf(message).getLast()).isInstanceOf(Event.Delivered.class);
  }

  @Test
  void anEventLiesInThePartitionOfItsMessageAndTheOffsetFollows() throws Exception {
    Peers.domain("place.test");
    OutboundMessage message = message("ada@place.test");
    int partition = publish(message);
    endOf(message);

    assertThat(
            probe.readAll(Topic.EVENTS_DELIVERY.name()).stream()
                .filter(entry -> message.id().toString().equals(entry.key())))
        .isNotEmpty()
        .allMatch(entry -> entry.partition() == partition);
  }

  private void awaitNoRow(OutboundMessage message) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                deferred
                    .among(List.of(message.id()))
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS)
                    .isEmpty());
  }

  private static ReceivedMessage received(String recipient) {
    return Peers.mailServer.messages().stream()
        .filter(each -> each.recipients().contains(recipient))
        .findFirst()
        .orElseThrow();
  }

  private static long count(String suffix) {
    return Peers.mailServer.messages().stream()
        .filter(each -> each.recipients().getFirst().endsWith(suffix))
        .count();
  }

  private List<Event> endOf(OutboundMessage message) {
    return events(
        message, events -> events.stream().anyMatch(each -> each instanceof Event.Ending));
  }

  private List<Event> events(
      OutboundMessage message, java.util.function.Predicate<List<Event>> enough) {
    return of(
        message,
        probe.read(
            Topic.EVENTS_DELIVERY.name(), PATIENCE, entries -> enough.test(of(message, entries))));
  }

  private static List<Event> of(OutboundMessage message, List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .filter(entry -> message.id().toString().equals(entry.key()))
        .map(entry -> EventRecord.read(entry.topic(), entry.headers(), entry.value()))
        .map(java.util.Optional::orElseThrow)
        .toList();
  }

  private int publish(OutboundMessage message) throws Exception {
    TopicRecord record = message.toRecord();
    ProducerRecord<byte[], byte[]> wire =
        new ProducerRecord<>(record.topic().name(), record.keyBytes(), record.value());
    record.headers().forEach((k, v) -> wire.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    return producer.send(wire).get().partition();
  }

  private static OutboundMessage underTheNullPath(OutboundMessage message) {
    return new OutboundMessage(
        message.id(),
        message.account(),
        message.acceptedAt(),
        "",
        "",
        message.rcptTo(),
        message.pool(),
        message.stream(),
        message.notBefore(),
        message.expires(),
        message.tls(),
        message.dsn(),
        message.lanes(),
        message.lane(),
        message.tags(),
        message.metadata(),
        message.traceparent(),
        message.content());
  }

  private static OutboundMessage message(String recipient) {
    return message(recipient, "Subject: hi\r\n\r\nhi\r\n", Duration.ofHours(1));
  }

  private static OutboundMessage message(String recipient, Instant notBefore) {
    return message(recipient, "Subject: hi\r\n\r\nhi\r\n", Duration.ofHours(1), notBefore);
  }

  private static OutboundMessage message(String recipient, String content, Duration expires) {
    return message(recipient, content, expires, Instant.now());
  }

  private static OutboundMessage message(
      String recipient, String content, Duration expires, Instant notBefore) {
    return message(recipient, content, expires, notBefore, Dsn.NONE);
  }

  private static OutboundMessage message(String recipient, Dsn dsn) {
    return message(recipient, "Subject: hi\r\n\r\nhi\r\n", Duration.ofHours(1), Instant.now(), dsn);
  }

  private static OutboundMessage message(
      String recipient, String content, Duration expires, Instant notBefore, Dsn dsn) {
    UUID id = MessageId.next();
    return new OutboundMessage(
        id,
        "demo",
        Instant.now(),
        "b-token@bounces.own.test",
        "app@own.test",
        recipient,
        "default",
        "transactional",
        notBefore,
        expires,
        "opportunistic",
        dsn,
        1,
        recipient.substring(recipient.indexOf('@') + 1),
        List.of("welcome"),
        Map.of("order", "7"),
        null,
        content.getBytes(StandardCharsets.UTF_8));
  }
}
