package baton.submission.history;

import baton.contracts.Topic;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is on {@code baton.events.submission} and not yet in PostgreSQL. A message that was accepted
 * a moment ago, or while the projection was behind, is found here: its event was durable before its
 * id was given out. Not for use by two threads at once.
 */
@Singleton
class EventTail {

  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Map<String, Object> kafka;
  private final String projection;
  private @Nullable Admin admin;
  private @Nullable Consumer<String, byte[]> consumer;

  /**
   * @param projection the consumer group of {@link EventProjection}
   */
  EventTail(
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "mp.messaging.incoming.submission-history.group.id")
          String projection) {
    this.kafka = Map.copyOf(kafka);
    this.projection = projection;
  }

  /**
   * The message's events from where the projection has certainly been to where the topic ended when
   * this was called. Blocks.
   *
   * @throws HistoryUnavailableException where that end is not reached in time, so that nothing can
   *     be said
   */
  List<PastEvent> of(UUID messageId, Duration patience) {
    try {
      return read(messageId.toString(), System.nanoTime() + patience.toNanos());
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new HistoryUnavailableException("Kafka does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HistoryUnavailableException("submission is stopping", e);
    }
  }

  private List<PastEvent> read(String key, long deadline)
      throws ExecutionException, InterruptedException, TimeoutException {
    Consumer<String, byte[]> reader = consumer();
    TopicPartition partition = partitionOf(key, reader);
    long end = soon(end(partition));
    reader.assign(List.of(partition));
    OffsetAndMetadata projected = soon(projected()).get(partition);
    if (projected == null) {
      reader.seekToBeginning(List.of(partition));
    } else {
      reader.seek(partition, projected.offset());
    }
    List<PastEvent> found = new ArrayList<>();
    while (reader.position(partition) < end) {
      if (System.nanoTime() > deadline) {
        throw new HistoryUnavailableException("history is behind", null);
      }
      for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
        if (key.equals(record.key())) {
          found.add(PastEvent.read(record));
        }
      }
    }
    return found;
  }

  /** As the producer chooses it for the key. */
  private static TopicPartition partitionOf(String key, Consumer<?, ?> reader) {
    String topic = Topic.EVENTS_SUBMISSION.name();
    int count = reader.partitionsFor(topic).size();
    byte[] octets = key.getBytes(StandardCharsets.UTF_8);
    return new TopicPartition(topic, BuiltInPartitioner.partitionForKey(octets, count));
  }

  /** Past everything written, committed or not: the reader waits for open transactions to end. */
  private KafkaFuture<Long> end(TopicPartition partition) {
    return admin()
        .listOffsets(
            Map.of(partition, OffsetSpec.latest()),
            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
        .partitionResult(partition)
        .thenApply(ListOffsetsResultInfo::offset);
  }

  private KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> projected() {
    return admin().listConsumerGroupOffsets(projection).partitionsToOffsetAndMetadata();
  }

  /** Kafka's own limit is a minute, and somebody waits. */
  private static <T> T soon(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Admin admin() {
    if (admin == null) {
      admin = Admin.create(kafka);
    }
    return admin;
  }

  private Consumer<String, byte[]> consumer() {
    if (consumer == null) {
      Map<String, Object> settings = new HashMap<>(kafka);
      settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "submission-history-tail");
      settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
      settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
      settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
      consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
    return consumer;
  }

  @PreDestroy
  void close() {
    if (consumer != null) {
      consumer.close(CloseOptions.timeout(CLOSING));
    }
    if (admin != null) {
      admin.close(CLOSING);
    }
  }
}
