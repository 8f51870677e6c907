package baton.standalone.cli;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * {@code ./baton events}: follows the event topics, read committed, in no consumer group. One JSON
 * line an event: the data, with the event's id and type before them.
 */
final class EventsCommand implements Command {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final List<Topic> TOPICS =
      List.of(
          Topic.EVENTS_SUBMISSION,
          Topic.EVENTS_DELIVERY,
          Topic.EVENTS_TRACKING,
          Topic.EVENTS_FEEDBACK);

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public void run(List<String> line, Output output) {
    Arguments arguments =
        Arguments.parse(line, Set.of("--type", "--message", "--data"), Set.of("--from-beginning"));
    if (!arguments.words().isEmpty()) {
      throw CommandException.usage(
          "events does not know what to do with " + arguments.words().getFirst() + ".");
    }
    List<String> types = arguments.all("--type");
    List<String> messages = arguments.all("--message");
    Access access = Access.find(System.getenv(), arguments.one("--data"));
    String kafka = access.kafka();
    try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
      follow(consumer, kafka, arguments.has("--from-beginning"));
      boolean read = true;
      while (read) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          String type = header(record, CloudEvents.TYPE);
          boolean wanted =
              (types.isEmpty() || types.contains(type))
                  && (messages.isEmpty() || messages.contains(record.key()));
          if (wanted) {
            output.line(text(record, type));
          }
        }
        read = output.flush();
      }
    } catch (KafkaException e) {
      throw CommandException.failure("Kafka at " + kafka + " fails: " + e.getMessage() + ".");
    }
  }

  private static KafkaConsumer<String, byte[]> consumer(String kafka) {
    try {
      return new KafkaConsumer<>(
          Map.of(
              "bootstrap.servers", kafka,
              "isolation.level", "read_committed",
              "allow.auto.create.topics", "false",
              "enable.auto.commit", "false",
              "default.api.timeout.ms", Long.toString(PATIENCE.toMillis()),
              "request.timeout.ms", Long.toString(PATIENCE.toMillis()),
              "enable.metrics.push", "false"),
          new StringDeserializer(),
          new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw CommandException.failure("BATON_KAFKA cannot be used: " + kafka + ".");
    }
  }

  private static void follow(
      KafkaConsumer<String, byte[]> consumer, String kafka, boolean fromBeginning) {
    List<TopicPartition> partitions = new ArrayList<>();
    try {
      Map<String, List<PartitionInfo>> known = consumer.listTopics(PATIENCE);
      for (Topic topic : TOPICS) {
        for (PartitionInfo partition : known.getOrDefault(topic.name(), List.of())) {
          partitions.add(new TopicPartition(partition.topic(), partition.partition()));
        }
      }
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      // Positions are found lazily; an event after this moment must be seen.
      partitions.forEach(consumer::position);
    } catch (TimeoutException e) {
      throw CommandException.failure(
          "Kafka does not answer at %s: is Baton running? ./baton up starts it.".formatted(kafka));
    }
    if (partitions.isEmpty()) {
      throw CommandException.failure("Kafka at " + kafka + " has no event topics of Baton.");
    }
  }

  private String text(ConsumerRecord<String, byte[]> record, String type) {
    ObjectNode event = json.createObjectNode();
    event.put("type", type);
    event.put("id", header(record, CloudEvents.ID));
    try {
      JsonNode data = json.readTree(record.value());
      data.properties().forEach(field -> event.set(field.getKey(), field.getValue()));
    } catch (IOException e) {
      throw CommandException.failure(
          "an event on %s at %d is no JSON.".formatted(record.topic(), record.offset()));
    }
    return event.toString();
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
