package baton.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics as a stranger would: from the beginning, committed records only, in no group, and
 * with nothing of Baton's own code. Every call reads anew from the beginning.
 */
public final class KafkaProbe implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<@Nullable String, byte @Nullable []> consumer;

  /** A probe of the Kafka at these bootstrap servers. */
  public KafkaProbe(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.METADATA_MAX_AGE_CONFIG, "500",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
  }

  /**
   * A record as it lies in the topic.
   *
   * @param key as UTF-8; null where there is none
   * @param headers as UTF-8, in their order; of a repeated one, the last
   * @param value its bytes; empty where the record has none (a tombstone)
   */
  public record Entry(
      String topic,
      int partition,
      long offset,
      @Nullable String key,
      Map<String, String> headers,
      byte[] value) {

    /** The value as UTF-8. */
    public String text() {
      return new String(value, StandardCharsets.UTF_8);
    }

    /** A header's value; null where there is no such header. */
    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  /** Waits until the topic holds at least this many records. */
  public List<Entry> read(String topic, int count, Duration patience) {
    return read(topic, patience, entries -> entries.size() >= count);
  }

  /**
   * Waits until the topic, which need not exist yet, holds records that meet a condition.
   *
   * @param enough asked of everything read so far, in the order of reading: within a partition that
   *     of offsets, between partitions any
   * @throws AssertionError if the condition is not met in time; tells what was read
   */
  public List<Entry> read(String topic, Duration patience, Predicate<List<Entry>> enough) {
    long deadline = System.nanoTime() + patience.toNanos();
    List<Entry> entries = new ArrayList<>();
    boolean assigned = false;
    while (!enough.test(Collections.unmodifiableList(entries))) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "topic %s does not hold what was waited for after %s; it holds %d records: %s"
                .formatted(topic, patience, entries.size(), summary(entries)));
      }
      assigned = assigned || fromTheBeginning(topic);
      if (assigned) {
        consumer.poll(POLL).forEach(record -> entries.add(entry(record)));
      } else {
        // Topic unknown yet: each look at the metadata waits by itself.
        consumer.listTopics(POLL.multipliedBy(20));
      }
    }
    return List.copyOf(entries);
  }

  /** Everything that the topic holds now, committed; empty where it does not exist. */
  public List<Entry> readAll(String topic) {
    List<Entry> entries = new ArrayList<>();
    if (!fromTheBeginning(topic)) {
      return entries;
    }
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(POLL).forEach(record -> entries.add(entry(record)));
    }
    return List.copyOf(entries);
  }

  private boolean fromTheBeginning(String topic) {
    List<TopicPartition> partitions =
        consumer.listTopics().getOrDefault(topic, List.of()).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return !partitions.isEmpty();
  }

  private static Entry entry(ConsumerRecord<@Nullable String, byte @Nullable []> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      headers.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    byte[] value = record.value();
    return new Entry(
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        Collections.unmodifiableMap(headers),
        value == null ? new byte[0] : value);
  }

  private static String summary(List<Entry> entries) {
    return entries.stream()
        .limit(20)
        .map(e -> "%s@%d/%d %s".formatted(e.key(), e.partition(), e.offset(), e.headers()))
        .toList()
        .toString();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
