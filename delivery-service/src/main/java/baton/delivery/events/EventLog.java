package baton.delivery.events;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes events and offsets together: both or neither, and only as long as this instance is a
 * member of its consumer group (KIP-447). Used by intake's thread alone.
 */
public final class EventLog implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EventLog.class);

  /** How long a transaction of a dead instance may keep others from reading on. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** An event and the partition of the message it is about. */
  public record Entry(int partition, Event event) {}

  private final Map<String, Object> settings;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  /**
   * A log.
   *
   * @param kafka how to reach Kafka
   * @param transactionalId of this instance alone
   */
  public EventLog(Map<String, Object> kafka, String transactionalId) {
    settings = new HashMap<>(kafka);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    // A transaction that follows closely is turned away until the last one's marks are written:
    // Kafka's 100 ms before the next try are many times what that takes. With one request under way
    // the second does not overtake the first one's second try.
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
    settings.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 200);
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
  }

  /**
   * Publishes.
   *
   * @return the offset of each entry's event, in order; null where nothing was published, and the
   *     caller keeps everything and tries again
   */
  public @Nullable List<Long> publish(
      List<Entry> entries,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    try {
      KafkaProducer<byte[], byte[]> open = open();
      open.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        sent.add(open.send(record(entry)));
      }
      open.sendOffsetsToTransaction(offsets, group);
      open.commitTransaction();
      List<Long> written = new ArrayList<>(sent.size());
      for (Future<RecordMetadata> each : sent) {
        written.add(each.get().offset());
      }
      return written;
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | ExecutionException e) {
      LOG.warnf("events kept back entries=%d reason=%s", entries.size(), e);
      abort();
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private KafkaProducer<byte[], byte[]> open() {
    if (producer == null) {
      KafkaProducer<byte[], byte[]> fresh =
          new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
      try {
        fresh.initTransactions();
      } catch (KafkaException e) {
        fresh.close(Duration.ZERO);
        throw e;
      }
      producer = fresh;
    }
    return producer;
  }

  /** A producer that cannot even abort is given up: the next one ends what it left open. */
  private void abort() {
    if (producer == null) {
      return;
    }
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Entry entry) {
    TopicRecord record = EventRecord.of(entry.event());
    // Beside its message, where it is delivery's own; others' events lie where their key says.
    @Nullable Integer partition =
        record.topic().equals(Topic.EVENTS_DELIVERY) ? entry.partition() : null;
    ProducerRecord<byte[], byte[]> wire =
        new ProducerRecord<>(record.topic().name(), partition, record.keyBytes(), record.value());
    record
        .headers()
        .forEach(
            (name, value) ->
                wire.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8))));
    return wire;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(2));
      producer = null;
    }
  }
}
