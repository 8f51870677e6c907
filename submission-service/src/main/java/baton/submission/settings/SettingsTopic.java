package baton.submission.settings;

import baton.contracts.Topic;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What stands on {@code baton.settings}, as its subscribers see it. */
@Singleton
class SettingsTopic {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<String, Object> kafka;

  SettingsTopic(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * The last record of every key, but for tombstones. Blocks, for a minute at most.
   *
   * @throws org.apache.kafka.common.KafkaException where it cannot be read in that time
   */
  Map<String, byte[]> read() {
    Admin admin = Admin.create(kafka);
    Consumer<String, byte @Nullable []> reader = reader();
    try {
      return read(admin, reader, System.nanoTime() + PATIENCE.toNanos());
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the end of " + Topic.SETTINGS.name() + " is not known: " + e, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      // Without a limit both wait long where a broker is silent.
      reader.close(CloseOptions.timeout(CLOSING));
      admin.close(CLOSING);
    }
  }

  private static Map<String, byte[]> read(
      Admin admin, Consumer<String, byte @Nullable []> reader, long deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<TopicPartition> partitions =
        reader.partitionsFor(Topic.SETTINGS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    Map<TopicPartition, Long> ends = ends(admin, partitions);
    reader.assign(partitions);
    reader.seekToBeginning(partitions);
    Map<String, byte[]> there = new HashMap<>();
    while (partitions.stream().anyMatch(each -> reader.position(each) < ends.get(each))) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("reading " + Topic.SETTINGS.name() + " takes too long");
      }
      for (ConsumerRecord<String, byte @Nullable []> record : reader.poll(POLL)) {
        byte[] value = record.value();
        if (value == null) {
          there.remove(record.key());
        } else {
          there.put(record.key(), value);
        }
      }
    }
    return there;
  }

  /** Of all that is written, committed or not: the reader waits for open transactions to end. */
  private static Map<TopicPartition, Long> ends(Admin admin, List<TopicPartition> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.forEach(each -> wanted.put(each, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .all()
        .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .forEach((partition, found) -> ends.put(partition, found.offset()));
    return ends;
  }

  private Consumer<String, byte @Nullable []> reader() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "baton-submission-settings");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }
}
