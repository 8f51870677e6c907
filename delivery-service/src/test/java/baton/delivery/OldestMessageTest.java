package baton.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.MessageId;
import baton.contracts.TopicRecord;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.testkit.BackendsResource;
import baton.testkit.MailServerRule.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the metric says of mail that is stuck. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(Peers.class)
class OldestMessageTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @Inject MeterRegistry metrics;

  @BeforeEach
  void createTopics() throws Exception {
    Peers.createTopics(kafka);
  }

  @AfterEach
  void forgive() {
    Peers.mailServer.forgive();
  }

  @Test
  void aMessageInMemoryCountsAsLongAsItIsThere() throws Exception {
    Peers.domain("stuck.test");
    // Longer than the engine waits from one look at itself to the next.
    Peers.mailServer.delay(Stage.DOT, Duration.ofSeconds(12)).forRecipient("ada@stuck.test");
    publish("ada@stuck.test", Instant.now().minus(HALF_AN_HOUR));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(age()).isGreaterThan(HALF_AN_HOUR.toSeconds()));

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(age()).isLessThan(HALF_AN_HOUR.toSeconds()));
  }

  private double age() {
    return metrics.get("baton_delivery_oldest_message_age_seconds").gauge().value();
  }

  private void publish(String recipient, Instant acceptedAt) throws Exception {
    TopicRecord record =
        new OutboundMessage(
                MessageId.next(),
                "demo",
                acceptedAt,
                "b-token@bounces.own.test",
                "app@own.test",
                recipient,
                "default",
                "transactional",
                acceptedAt,
                Duration.ofHours(1),
                "opportunistic",
                Dsn.NONE,
                1,
                recipient.substring(recipient.indexOf('@') + 1),
                List.of(),
                Map.of(),
                null,
                "Subject: hi\r\n\r\nhi\r\n".getBytes(StandardCharsets.UTF_8))
            .toRecord();
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
  }
}
