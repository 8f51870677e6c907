package baton.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.testkit.ReceivedMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a message goes whose sender said REQUIRETLS (RFC 8689). */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(Peers.class)
class RequireTlsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @BeforeEach
  void createTopics() throws Exception {
    Peers.createTopics(kafka);
  }

  @Test
  void itGoesToAServerThatProvesWhoItIsAndPassesItOnUnderTls() throws Exception {
    Peers.dns.mx("sealed.test", 10, "mx.sealed.test").a("mx.sealed.test", "127.0.0.2");

    Event first = firstEvent(publish("ada@sealed.test"));

    assertThat(first).isInstanceOf(Event.Delivered.class);
    ReceivedMessage received = received("ada@sealed.test");
    assertThat(received.tls()).isTrue();
    assertThat(received.commands().getFirst()).endsWith(" REQUIRETLS");
    assertThat(((Event.Delivered) first).attempt().tls().verified()).isTrue();
  }

  @Test
  void theNextExchangerIsAskedWhereTheFirstDoesNotKeepIt() throws Exception {
    Peers.dns
        .mx("mixed.test", 10, "mx.mixed.test")
        .mx("mixed.test", 20, "mx.sealed.test")
        .a("mx.mixed.test", "127.0.0.1")
        .a("mx.sealed.test", "127.0.0.2");

    Event first = firstEvent(publish("ada@mixed.test"));

    assertThat(first).isInstanceOf(Event.Delivered.class);
    assertThat(received("ada@mixed.test").commands().getFirst()).endsWith(" REQUIRETLS");
  }

  @Test
  void itBouncesWhereNoExchangerKeepsIt() throws Exception {
    Peers.domain("open.test");

    Event first = firstEvent(publish("ada@open.test"));

    assertThat(first)
        .isInstanceOfSatisfying(
            Event.Bounced.class,
            bounced -> {
              assertThat(bounced.bounceClass()).isEqualTo("TlsError");
              assertThat(bounced.hard()).isFalse();
              assertThat(bounced.attempt().enhancedStatus()).isEqualTo("5.7.30");
              assertThat(bounced.attempt().reply()).contains("the message requires TLS: no TLS");
            });
    assertThat(Peers.mailServer.messages())
        .noneMatch(message -> message.recipients().contains("ada@open.test"));
  }

  @Test
  void itWaitsWhereACertificateIsForSomebodyElse() throws Exception {
    Peers.dns.mx("impostor.test", 10, "mx.impostor.test").a("mx.impostor.test", "127.0.0.2");

    Event first = firstEvent(publish("ada@impostor.test"));

    assertThat(first)
        .isInstanceOfSatisfying(
            Event.Deferred.class,
            deferred -> {
              assertThat(deferred.bounceClass()).isEqualTo("TlsError");
              assertThat(deferred.attempt().reply()).contains("not for mx.impostor.test");
            });
  }

  private static ReceivedMessage received(String recipient) {
    return Peers.sealedServer.messages().stream()
        .filter(message -> message.recipients().contains(recipient))
        .findFirst()
        .orElseThrow();
  }

  private Event firstEvent(OutboundMessage message) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return of(
              message,
              probe.read(
                  Topic.EVENTS_DELIVERY.name(),
                  PATIENCE,
                  entries -> !of(message, entries).isEmpty()))
          .getFirst();
    }
  }

  private static List<Event> of(OutboundMessage message, List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .filter(entry -> message.id().toString().equals(entry.key()))
        .map(entry -> EventRecord.read(entry.topic(), entry.headers(), entry.value()))
        .map(Optional::orElseThrow)
        .toList();
  }

  private OutboundMessage publish(String recipient) throws Exception {
    OutboundMessage message =
        new OutboundMessage(
            MessageId.next(),
            "demo",
            Instant.now(),
            "b-token@bounces.own.test",
            "app@own.test",
            recipient,
            "default",
            "transactional",
            Instant.now(),
            Duration.ofHours(1),
            "required",
            Dsn.NONE,
            1,
            recipient.substring(recipient.indexOf('@') + 1),
            List.of(),
            Map.of(),
            null,
            "Subject: hi\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8));
    TopicRecord record = message.toRecord();
    ProducerRecord<byte[], byte[]> wire =
        new ProducerRecord<>(record.topic().name(), record.keyBytes(), record.value());
    record.headers().forEach((k, v) -> wire.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(wire).get();
    }
    return message;
  }
}
