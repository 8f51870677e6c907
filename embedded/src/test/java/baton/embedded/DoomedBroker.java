package baton.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker with a producer and a consumer of its own, in a JVM that ends by being killed. */
final class DoomedBroker {
  static final String TOPIC = "letters";
  static final String GROUP = "readers";

  private DoomedBroker() {}

  public static void main(String[] arguments) throws Exception {
    KafkaBroker broker = KafkaBroker.start(BrokerSettings.in(Path.of(arguments[0])));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
    }
    var consumer = consumer(broker.bootstrapServers());
    consumer.subscribe(List.of(TOPIC));
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(TOPIC, "key" + i, "letter" + i)).get();
      }
      int read = 0;
      while (read < 100) {
        read += consumer.poll(Duration.ofMillis(100)).count();
      }
      System.out.println("cluster " + broker.clusterId());
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  /** One whose session lasts 45 seconds, and who commits nothing. */
  static KafkaConsumer<String, String> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrapServers,
            "group.id", GROUP,
            "session.timeout.ms", "45000",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest"),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
