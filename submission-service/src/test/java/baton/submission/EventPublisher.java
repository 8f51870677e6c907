package baton.submission;

import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Publishes events as the other services do. */
public final class EventPublisher implements AutoCloseable {

  private final KafkaProducer<String, byte[]> producer;

  public EventPublisher(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  public void publish(Event... events) {
    for (Event event : events) {
      publish(EventRecord.of(event));
    }
    producer.flush();
  }

  /** A record as it is, so that it may be no event at all. */
  public void publish(TopicRecord record) {
    ProducerRecord<String, byte[]> message =
        new ProducerRecord<>(record.topic().name(), record.key(), record.value());
    record
        .headers()
        .forEach(
            (name, value) -> message.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    producer.send(message);
    producer.flush();
  }

  @Override
  public void close() {
    producer.close();
  }
}
