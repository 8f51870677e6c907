package baton.submission.outbox;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.submission.outbox.KafkaOutbox.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka producer that knows one thing: a transaction from beginning to end. After any failure but
 * one of {@link #abandon}'s it is of no more use and to be closed.
 */
final class TransactionalProducer implements AutoCloseable {

  private static final int BATCH_BYTES = 128 * 1024;
  private static final long BUFFER_BYTES = 64L * 1024 * 1024;

  private final KafkaProducer<byte[], byte[]> producer;

  /**
   * Opens a producer, which fences an older one of the same transactional id and ends its open
   * transaction.
   *
   * @throws org.apache.kafka.common.KafkaException where Kafka does not answer in time
   */
  TransactionalProducer(
      Map<String, Object> kafka, OutboxSettings settings, String transactionalId) {
    producer =
        new KafkaProducer<>(
            config(kafka, settings, transactionalId),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    try {
      producer.initTransactions();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Publishes the records in a transaction, with what was consumed to make them; when this returns
   * they are durable.
   */
  void commit(Iterable<Waiting> submissions) {
    producer.beginTransaction();
    for (Waiting submission : submissions) {
      for (TopicRecord record : submission.records()) {
        send(record);
      }
    }
    for (Waiting submission : submissions) {
      Consumed consumed = submission.consumed();
      if (consumed != null) {
        producer.sendOffsetsToTransaction(consumed.offsets(), consumed.reader());
      }
    }
    producer.commitTransaction();
  }

  /**
   * What fails at once is the end of the transaction. Where Kafka is silent and the producer does
   * not know the topic's partitions yet, or any more, each record would be waited for as long as
   * the first, one after the other.
   */
  private void send(TopicRecord record) {
    Future<RecordMetadata> sent = producer.send(toKafka(record));
    if (sent.state() == Future.State.FAILED) {
      throw new KafkaException(sent.exceptionNow());
    }
  }

  /** Ends the transaction without effect. */
  void abandon() {
    producer.abortTransaction();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private static ProducerRecord<byte[], byte[]> toKafka(TopicRecord record) {
    Headers headers = new RecordHeaders();
    record
        .headers()
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    return new ProducerRecord<>(
        record.topic().name(), null, record.keyBytes(), record.value(), headers);
  }

  private static Map<String, Object> config(
      Map<String, Object> kafka, OutboxSettings settings, String transactionalId) {
    int patience = Math.toIntExact(settings.publishTimeout().toMillis());
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.OUTBOUND.maxMessageBytes());
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    // A commit sends what has been gathered at once; until then records may gather.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    // A transaction that follows closely is turned away until the last one's marks are written:
    // Kafka's 100 ms before the next try are many times what that takes. With one request under way
    // the second does not overtake the first one's second try.
    config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
    config.put(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 200);
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    // Sending and committing may each wait that long.
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience * 3L / 10);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience * 3 / 10);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience / 2);
    // Readers of committed records wait behind an open transaction; a dead instance's ends then.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, patience + 5_000);
    config.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    return config;
  }
}
