package baton.delivery.events;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads which messages have ended, from the end of {@code baton.events.delivery}.
 *
 * <p>It reads up to where the log ended when reading began, transactions under way included: the
 * previous owner's last one may be decided but not yet marked here. So it waits for the mark, or
 * for a dead owner's transaction to run into its time-out.
 */
public final class EventTail {

  private static final Set<String> ENDINGS =
      Set.of(
          "email.delivered",
          "email.bounced",
          "email.expired",
          "email.cancelled",
          "email.suppressed");

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;

  public EventTail(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What was found in a partition.
   *
   * @param ended ids of the messages that have ended
   * @param end offset behind the last event
   */
  public record Read(Set<UUID> ended, long end) {}

  /**
   * Ends of {@code topic}'s partitions, transactions under way included.
   *
   * @throws java.util.concurrent.CompletionException where Kafka does not answer
   */
  public Map<Integer, Long> ends(Topic topic, Set<Integer> partitions) {
    try (Admin admin = Admin.create(kafka)) {
      Map<TopicPartition, OffsetSpec> wanted =
          partitions.stream()
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic.name(), partition),
                      partition -> OffsetSpec.latest()));
      ListOffsetsResult result =
          admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
      return result.all().toCompletionStage().toCompletableFuture().join().entrySet().stream()
          .collect(Collectors.toMap(e -> e.getKey().partition(), e -> e.getValue().offset()));
    }
  }

  /** Reads each partition from the given position to its end. Blocks. */
  public Map<Integer, Read> read(Map<Integer, Long> positions) {
    Map<Integer, Long> ends = ends(Topic.EVENTS_DELIVERY, positions.keySet());
    Map<Integer, Set<UUID>> ended = new HashMap<>();
    positions.keySet().forEach(partition -> ended.put(partition, new HashSet<>()));
    try (KafkaConsumer<String, byte[]> consumer = consumer()) {
      Set<TopicPartition> unread =
          positions.keySet().stream().map(EventTail::partition).collect(Collectors.toSet());
      consumer.assign(unread);
      positions.forEach((partition, offset) -> consumer.seek(partition(partition), offset));
      while (!unread.isEmpty()) {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
          if (ENDINGS.contains(type(record))) {
            ended.get(record.partition()).add(UUID.fromString(record.key()));
          }
        }
        unread.removeIf(each -> consumer.position(each) >= ends.get(each.partition()));
        consumer.pause(
            consumer.assignment().stream()
                .filter(each -> !unread.contains(each))
                .collect(Collectors.toSet()));
      }
    }
    return positions.keySet().stream()
        .collect(
            Collectors.toMap(
                partition -> partition,
                partition -> new Read(ended.get(partition), ends.get(partition))));
  }

  private KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private static TopicPartition partition(int partition) {
    return new TopicPartition(Topic.EVENTS_DELIVERY.name(), partition);
  }

  private static String type(ConsumerRecord<String, byte[]> record) {
    Header header = record.headers().lastHeader(CloudEvents.TYPE);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
