package baton.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedSurvivesAKillAndTheDeadConsumerIsNotWaitedFor() throws IOException {
    String cluster;
    try (OtherJvm doomed = OtherJvm.running(DoomedBroker.class, folder.toString())) {
      cluster = doomed.hear("cluster");
      doomed.kill();
    }

    try (KafkaBroker broker = KafkaBroker.start(BrokerSettings.in(folder));
        var consumer = DoomedBroker.consumer(broker.bootstrapServers())) {
      assertThat(broker.clusterId()).isEqualTo(cluster);
      consumer.subscribe(List.of(DoomedBroker.TOPIC));
      Set<String> letters = new HashSet<>();
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (letters.size() < 100 && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> letters.add(record.value()));
      }
      assertThat(letters).hasSize(100);
    }
  }

  @Test
  void takesAMessageOf25MebibytesAndCreatesNoTopicUnasked() throws Exception {
    BrokerSettings settings = BrokerSettings.in(folder).withDurability(Durability.RELAXED);
    try (KafkaBroker broker = KafkaBroker.start(settings);
        Admin admin = admin(broker);
        var producer =
            new KafkaProducer<>(
                Map.of(
                    "bootstrap.servers", broker.bootstrapServers(),
                    "max.request.size", Integer.toString(settings.maxMessageBytes()),
                    "max.block.ms", "2000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic("big", 1, (short) 1))).all().get();
      byte[] largest = new byte[25 * 1024 * 1024];
      assertThat(producer.send(new ProducerRecord<>("big", largest)).get().hasOffset()).isTrue();
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("misspelt", largest)).get())
          .hasMessageContaining("misspelt");
    }
  }

  @Test
  void flushesEveryAppendWhereDataMustBeOnDiskAndHonoursFurtherProperties() throws Exception {
    try (KafkaBroker broker =
            KafkaBroker.start(
                BrokerSettings.in(folder)
                    .withMaxMessageBytes(2_000_000)
                    .withProperty("log.retention.hours", "5"));
        Admin admin = admin(broker)) {
      Config config = config(admin);
      assertThat(config.get("log.flush.interval.messages").value()).isEqualTo("1");
      assertThat(config.get("message.max.bytes").value()).isEqualTo("2000000");
      assertThat(config.get("log.retention.hours").value()).isEqualTo("5");
      assertThat(config.get("auto.create.topics.enable").value()).isEqualTo("false");
    }
  }

  @Test
  void refusesAPortInUse() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(BrokerSettings.in(folder).withPort(other.getLocalPort()))
          .hasMessage(
              "Kafka cannot start: port %d on 127.0.0.1 is in use by another program."
                  .formatted(other.getLocalPort()));
    }
  }

  @Test
  void refusesAFolderThatIsInUse() {
    BrokerSettings settings = BrokerSettings.in(folder).withDurability(Durability.RELAXED);
    try (KafkaBroker broker = KafkaBroker.start(settings)) {
      assertThat(broker.port()).isPositive();
      assertRefused(settings).hasMessageContaining("is in use by another running Baton.");
    }
    // Closed, it is free again at once, port included.
  }

  @Test
  void startsAgainOnTheSamePortAfterClosing() {
    BrokerSettings settings = BrokerSettings.in(folder).withDurability(Durability.RELAXED);
    int port;
    try (KafkaBroker broker = KafkaBroker.start(settings)) {
      port = broker.port();
    }
    try (KafkaBroker broker = KafkaBroker.start(settings.withPort(port))) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void refusesAFolderThatCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertRefused(BrokerSettings.in(file.resolve("kafka")))
        .hasMessageContaining("the data folder " + file.resolve("kafka") + " cannot be used");
  }

  @Test
  void refusesAnotherKafkasFolder() throws IOException {
    write("log/meta.properties", "version=1\ncluster.id=5L6g3nShT-eMCtK--X86sw\nnode.id=7\n");
    assertRefused(BrokerSettings.in(folder)).hasMessageContaining("another Kafka (node 7)");
  }

  @Test
  void refusesGarbageForMetaProperties() throws IOException {
    write("log/meta.properties", "\0\0\0garbage");
    assertRefused(BrokerSettings.in(folder)).hasMessageContaining("meta.properties is damaged");
  }

  @Test
  void refusesAFolderThatHoldsSomethingElse() throws IOException {
    write("log/holiday.jpg", "sea");
    assertRefused(BrokerSettings.in(folder)).hasMessageContaining("holds holiday.jpg but no");
    assertThat(folder.resolve("log/holiday.jpg")).exists();
  }

  @Test
  void refusesMetadataThatCannotBeRead() throws IOException {
    try (KafkaBroker broker = KafkaBroker.start(BrokerSettings.in(folder))) {
      assertThat(broker.port()).isPositive();
    }
    write("log/bootstrap.checkpoint", "garbage");
    write("log/__cluster_metadata-0/quorum-state", "garbage");
    assertRefused(BrokerSettings.in(folder))
        .hasMessageStartingWith("Kafka cannot start with the data folder " + folder + ": ");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      BrokerSettings settings) {
    return assertThatThrownBy(() -> KafkaBroker.start(settings).close())
        .isInstanceOf(EmbeddedStartException.class)
        .satisfies(e -> assertThat(e.getMessage()).endsWith(".").doesNotContain("\n"));
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private static Admin admin(KafkaBroker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  private static Config config(Admin admin) throws Exception {
    ConfigResource node = new ConfigResource(ConfigResource.Type.BROKER, "1");
    return admin.describeConfigs(List.of(node)).all().get().get(node);
  }
}
