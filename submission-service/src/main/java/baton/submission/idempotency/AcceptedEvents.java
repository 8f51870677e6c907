package baton.submission.idempotency;

import baton.contracts.CloudEvents;
import baton.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Tells whether a submission was published, by its first message's {@code email.accepted} on {@code
 * baton.events.submission}. History would be quicker to ask and less certain: it follows behind,
 * and what a person has a right to have erased is erased there.
 */
final class AcceptedEvents {

  private static final String TYPE = "email.accepted";
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** How far the clocks of PostgreSQL and of a producer may differ. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Map<String, Object> kafka;
  private final Duration patience;

  /**
   * The events.
   *
   * @param patience how long reading may take
   */
  AcceptedEvents(Map<String, Object> kafka, Duration patience) {
    this.kafka = Map.copyOf(kafka);
    this.patience = patience;
  }

  /** Why nothing can be said. */
  static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownException(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /**
   * Whether the message was accepted, at or after that time. What others have fenced, and what a
   * producer of this process has given up, can become so no more. Blocks.
   *
   * @param fence transactional ids of producers that may publish nothing from now on; may be empty
   * @throws UnknownException where Kafka does not answer, or there is too much to read
   */
  boolean hold(UUID messageId, Instant since, List<String> fence) {
    Admin admin = Admin.create(kafka);
    Consumer<String, byte[]> reader = reader();
    try {
      if (!fence.isEmpty()) {
        soon(admin.fenceProducers(fence).all());
      }
      return read(admin, reader, messageId.toString(), since);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new UnknownException("Kafka does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnknownException("submission is stopping", e);
    } finally {
      // Without a limit both wait long where a broker is silent.
      reader.close(CloseOptions.timeout(CLOSING));
      admin.close(CLOSING);
    }
  }

  private boolean read(Admin admin, Consumer<String, byte[]> reader, String key, Instant since)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + patience.toNanos();
    TopicPartition partition = partitionOf(key, reader);
    long end = offset(admin, partition, OffsetSpec.latest());
    long start =
        offset(admin, partition, OffsetSpec.forTimestamp(since.minus(SKEW).toEpochMilli()));
    if (start < 0) {
      return false;
    }
    reader.assign(List.of(partition));
    reader.seek(partition, start);
    while (reader.position(partition) < end) {
      for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
        if (key.equals(record.key()) && TYPE.equals(type(record))) {
          return true;
        }
      }
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("reading " + partition + " takes too long");
      }
    }
    return false;
  }

  /** As the producer chooses it for the key. */
  private static TopicPartition partitionOf(String key, Consumer<?, ?> reader) {
    String topic = Topic.EVENTS_SUBMISSION.name();
    int count = reader.partitionsFor(topic, ANSWER).size();
    byte[] octets = key.getBytes(StandardCharsets.UTF_8);
    return new TopicPartition(topic, BuiltInPartitioner.partitionForKey(octets, count));
  }

  /**
   * Of all that is written, committed or not. The reader, who is given committed records only,
   * waits before open transactions until they are decided: so what was being committed is seen.
   */
  private static long offset(Admin admin, TopicPartition partition, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    return soon(admin
            .listOffsets(
                Map.of(partition, which), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
            .partitionResult(partition))
        .offset();
  }

  private static <T> T soon(KafkaFuture<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Consumer<String, byte[]> reader() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "baton-submission-idempotency");
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

  private static String type(ConsumerRecord<?, ?> record) {
    Header header = record.headers().lastHeader(CloudEvents.TYPE);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
