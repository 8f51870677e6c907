package baton.delivery.intake;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * The partitions that have come to this instance and are not worked on yet. Has them recovered in a
 * thread of its own, those that wait together, one such piece of work at a time; what comes of it
 * is a signal. Confined to intake's thread.
 */
final class Takeover {

  private static final Logger LOG = Logger.getLogger(Takeover.class);
  private static final Duration BREATHER = Duration.ofSeconds(1);

  private final KafkaConsumer<?, ?> consumer;
  private final Recovery recovery;
  private final InstantSource clock;
  private final Consumer<Signal> signals;

  private final Set<Integer> waiting = new HashSet<>();
  private boolean recovering;
  private boolean assignedOnce;
  private Instant notBefore = Instant.MIN;

  Takeover(
      KafkaConsumer<?, ?> consumer,
      Recovery recovery,
      InstantSource clock,
      Consumer<Signal> signals) {
    this.consumer = consumer;
    this.recovery = recovery;
    this.clock = clock;
    this.signals = signals;
  }

  /** The group has given these to this instance. */
  void assigned(Collection<Integer> partitions) {
    assignedOnce = true;
    waiting.addAll(partitions);
  }

  /** What was recovered of these no longer holds. */
  void again(Collection<Integer> partitions) {
    waiting.addAll(partitions);
  }

  /** These are another's. */
  void gone(Collection<Integer> partitions) {
    waiting.removeAll(partitions);
  }

  boolean awaits(int partition) {
    return waiting.contains(partition);
  }

  /** Whether the group has given something, and all of it has been recovered. */
  boolean complete() {
    return assignedOnce && waiting.isEmpty() && !recovering;
  }

  /** Begins with what waits, unless a recovery is under way or has just failed. */
  void work() {
    if (recovering || waiting.isEmpty() || clock.instant().isBefore(notBefore)) {
      return;
    }
    Map<Integer, Recovery.Committed> committed = committed();
    waiting.clear();
    if (committed.isEmpty()) {
      return;
    }
    recovering = true;
    Thread.ofVirtual().name("baton-delivery-recovery").start(() -> recover(committed));
  }

  private Map<Integer, Recovery.Committed> committed() {
    Set<TopicPartition> wanted = new HashSet<>();
    waiting.forEach(partition -> wanted.add(OutboundTopics.outbound(partition)));
    wanted.retainAll(consumer.assignment());
    Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(wanted);
    Map<Integer, Recovery.Committed> committed = new HashMap<>();
    for (TopicPartition partition : wanted) {
      OffsetAndMetadata offset = offsets.get(partition);
      committed.put(
          partition.partition(),
          offset == null ? new Recovery.Committed(0, 0, 0) : committed(offset));
    }
    return committed;
  }

  private static Recovery.Committed committed(OffsetAndMetadata offset) {
    EventPosition positions = EventPosition.read(offset);
    return new Recovery.Committed(offset.offset(), positions.events(), positions.commands());
  }

  private void recover(Map<Integer, Recovery.Committed> committed) {
    try {
      signals.accept(new Signal.Recovered(recovery.recover(committed)));
    } catch (RuntimeException e) {
      signals.accept(new Signal.NotRecovered(committed.keySet(), e));
    }
  }

  void recovered() {
    recovering = false;
  }

  /** They wait for another try, a moment from now. */
  void notRecovered(Collection<Integer> partitions, Throwable cause) {
    LOG.warnf("partitions wait for recovery partitions=%s reason=%s", partitions, cause);
    recovering = false;
    notBefore = clock.instant().plus(BREATHER);
    waiting.addAll(partitions);
  }
}
