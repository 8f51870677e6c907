package baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void kafkaIsStartedOnceAndShared() {
    assertThat(Backends.kafka().bootstrapServers())
        .isEqualTo(Backends.kafka().bootstrapServers())
        .matches("[^:]+:[0-9]+");
  }

  @Test
  void everyDatabaseAskedForIsNew() throws SQLException {
    String one = Backends.postgres().freshUrl("BackendsTest");
    String two = Backends.postgres().freshUrl("BackendsTest");
    assertThat(one).isNotEqualTo(two).startsWith("postgresql://").contains("/t_backendstest_");
    try (Connection connection = DriverManager.getConnection("jdbc:" + one);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE letter (id INT)");
    }
    try (Connection connection = DriverManager.getConnection("jdbc:" + two);
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("SELECT * FROM letter"))
          .hasMessageContaining("does not exist");
    }
  }

  @Test
  void aQuarkusTestIsToldWhereBothAre() {
    BackendsResource resource = new BackendsResource();
    resource.init(Map.of("database", "submission"));
    assertThat(resource.start())
        .containsEntry("baton.kafka", Backends.kafka().bootstrapServers())
        .hasEntrySatisfying("baton.postgres", url -> assertThat(url).contains("/t_submission_"));
    BackendsResource databaseless = new BackendsResource();
    databaseless.init(Map.of("backends", "kafka"));
    assertThat(databaseless.start()).containsOnlyKeys("baton.kafka");
  }

  @Test
  void theProbeSeesCommittedRecordsOnlyAndTheirHeaders()
      throws ExecutionException, InterruptedException {
    String kafka = Backends.kafka().bootstrapServers();
    String topic = "probe-" + UUID.randomUUID();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka));
        var producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka, "transactional.id", topic),
                new StringSerializer(),
                new StringSerializer());
        KafkaProbe probe = new KafkaProbe(kafka)) {
      assertThat(probe.readAll(topic)).isEmpty();
      admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, "lost", "taken back")).get();
      producer.abortTransaction();
      producer.beginTransaction();
      var kept = new ProducerRecord<>(topic, "kept", "value");
      kept.headers().add("ce_type", "email.queued".getBytes(StandardCharsets.UTF_8));
      producer.send(kept);
      producer.send(new ProducerRecord<>(topic, "tombstone", null));
      producer.commitTransaction();

      List<KafkaProbe.Entry> entries = probe.read(topic, 2, PATIENCE);
      assertThat(entries)
          .extracting(KafkaProbe.Entry::key)
          .containsExactlyInAnyOrder("kept", "tombstone");
      assertThat(probe.readAll(topic)).hasSize(2);
      KafkaProbe.Entry entry =
          probe.readAll(topic).stream().filter(e -> "kept".equals(e.key())).findFirst().get();
      assertThat(entry.text()).isEqualTo("value");
      assertThat(entry.header("ce_type")).isEqualTo("email.queued");
      assertThatThrownBy(() -> probe.read(topic, 3, Duration.ofMillis(200)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("it holds 2 records");
    }
  }

  @Test
  void aDockerEngineIsOneThatAnswersThePing(@TempDir Path folder) throws IOException {
    Path socket = folder.resolve("docker.sock");
    assertThat(DockerEngine.answers(UnixDomainSocketAddress.of(socket))).isFalse();
    try (var engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      engine.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual()
          .start(
              () -> {
                try (var connection = engine.accept()) {
                  connection.read(ByteBuffer.allocate(1024));
                  connection.write(
                      ByteBuffer.wrap(
                          "HTTP/1.1 200 OK\r\n\r\nOK".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(DockerEngine.address("unix://" + socket)).isPresent();
      assertThat(DockerEngine.answers(UnixDomainSocketAddress.of(socket))).isTrue();
    }
  }
}
