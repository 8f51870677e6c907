package baton.delivery.suppression;

import baton.contracts.Topic;
import baton.contracts.event.Json;
import baton.contracts.suppression.Suppression;
import baton.delivery.shaping.Suppressions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds all of {@code baton.suppressions} in memory and goes on reading. It reads in no group, for
 * every instance needs all of it; and by Kafka's own consumer, because only that says when the end
 * has been reached of a topic whose last records may have been compacted away.
 */
public final class SuppressionFollower implements Suppressions, Runnable {

  private static final Logger LOG = Logger.getLogger(SuppressionFollower.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration BREATHER = Duration.ofSeconds(1);

  private final Supplier<Consumer<String, byte[]>> consumers;
  private final CountDownLatch loaded = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile Reasons reasons = new Reasons();
  private volatile @Nullable Consumer<String, byte[]> open;

  /**
   * A follower, which follows when it is run.
   *
   * @param consumers makes consumers that are in no group and read committed records
   */
  public SuppressionFollower(Supplier<Consumer<String, byte[]>> consumers) {
    this.consumers = consumers;
  }

  @Override
  public Optional<String> reason(String account, String recipient) {
    Reasons known = reasons;
    String reason = known.get(Suppression.key(account, recipient));
    return Optional.ofNullable(
        reason != null ? reason : known.get(Suppression.key(Suppression.EVERY_ACCOUNT, recipient)));
  }

  /** Waits until all is known that was on the topic at first; returns at once when stopped. */
  public void await() throws InterruptedException {
    loaded.await();
  }

  /** Ends {@link #run}; from any thread. */
  public void stop() {
    stopped.countDown();
    loaded.countDown();
    Consumer<String, byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  /** Follows until {@link #stop}. */
  @Override
  public void run() {
    boolean told = false;
    while (stopped.getCount() > 0) {
      try (Consumer<String, byte[]> consumer = consumers.get()) {
        open = consumer;
        load(consumer);
        told = false;
        follow(consumer);
      } catch (WakeupException e) {
        // Asked to stop.
      } catch (RuntimeException e) {
        if (!told) {
          LOG.warnf("suppressions cannot be read, trying again reason=%s", e);
          told = true;
        }
        breathe();
      }
    }
  }

  private void load(Consumer<String, byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.SUPPRESSIONS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    if (partitions.isEmpty()) {
      throw new KafkaException("there is no topic " + Topic.SUPPRESSIONS.name());
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    // What was taken off while nobody followed may be compacted away: so not into what is known.
    Reasons read = new Reasons();
    while (!ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      consumer.poll(POLL).forEach(record -> take(record, read));
    }
    reasons = read;
    LOG.infof("suppressions loaded count=%d", read.size());
    loaded.countDown();
  }

  private void follow(Consumer<String, byte[]> consumer) {
    Reasons known = reasons;
    while (stopped.getCount() > 0) {
      consumer.poll(POLL).forEach(record -> take(record, known));
    }
  }

  private static void take(ConsumerRecord<String, byte @Nullable []> record, Reasons into) {
    byte[] value = record.value();
    if (value == null) {
      into.remove(record.key());
      return;
    }
    try {
      Suppression entry = Json.read(value, Suppression.class);
      if (entry == null || entry.reason() == null) {
        throw new IllegalArgumentException("it gives no reason");
      }
      into.put(record.key(), entry.reason());
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "record passed over topic=%s partition=%d offset=%d reason=%s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
    }
  }

  private void breathe() {
    try {
      stopped.await(BREATHER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
    }
  }
}
