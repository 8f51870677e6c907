package baton.submission.notices;

import baton.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of {@code baton.notices} that begins where its group has committed to, and commits
 * nothing itself. For use by one thread.
 */
final class NoticeReader implements AutoCloseable {

  private static final String GROUP = "baton-submission-notices";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** Notices that share a transaction. */
  private static final int AT_ONCE = 100;

  /** Of all that is fetched at once; a single notice may be larger. */
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  private final Consumer<@Nullable String, byte @Nullable []> consumer;

  NoticeReader(Map<String, Object> kafka) {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    settings.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, GROUP);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, AT_ONCE);
    settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.subscribe(List.of(Topic.NOTICES.name()));
  }

  /** What has come; empty where nothing has for half a second. */
  ConsumerRecords<@Nullable String, byte @Nullable []> poll() {
    return consumer.poll(POLL);
  }

  /** By which a transaction moves the group's offsets, as long as this reader is a member. */
  ConsumerGroupMetadata membership() {
    return consumer.groupMetadata();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSING));
  }
}
