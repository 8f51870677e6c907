package baton.delivery.intake;

import baton.contracts.Topic;
import baton.contracts.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Reads {@code baton.commands}: of each partition in hand the one with its number, from the
 * position that is committed with the partition's offset. In no group: who owns the mail owns the
 * commands. Confined to intake's thread.
 */
final class Commands {

  private static final Logger LOG = Logger.getLogger(Commands.class);
  private static final Duration BREATHER = Duration.ofSeconds(1);

  /** So many in memory that no more are read. */
  private static final int MOST = 5_000;

  private final KafkaConsumer<String, byte[]> consumer;
  private final Tenures tenures;
  private final BiFunction<Topic, Set<Integer>, Map<Integer, Long>> ends;
  private final InstantSource clock;
  private final Consumer<Signal> signals;
  private Map<Integer, Tenure> followed = Map.of();
  private boolean asking;
  private Instant askNotBefore = Instant.MIN;

  Commands(
      KafkaConsumer<String, byte[]> consumer,
      Tenures tenures,
      BiFunction<Topic, Set<Integer>, Map<Integer, Long>> ends,
      InstantSource clock,
      Consumer<Signal> signals) {
    this.consumer = consumer;
    this.tenures = tenures;
    this.ends = ends;
    this.clock = clock;
    this.signals = signals;
  }

  /** Reads what is there; whether messages in hand may be concerned. */
  boolean work() {
    follow();
    boolean heard = false;
    if (!followed.isEmpty() && count() < MOST) {
      for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ZERO)) {
        heard |= hear(record);
      }
    }
    locate();
    return heard;
  }

  private int count() {
    return followed.values().stream().mapToInt(each -> each.cancellations.count()).sum();
  }

  private void follow() {
    Map<Integer, Tenure> now = new HashMap<>();
    for (Tenure tenure : tenures.all()) {
      if (!tenure.leaving) {
        now.put(tenure.partition, tenure);
      }
    }
    if (now.equals(followed)) {
      return;
    }
    consumer.assign(now.keySet().stream().map(Commands::partition).toList());
    now.forEach(
        (number, tenure) -> {
          if (followed.get(number) != tenure) {
            consumer.seek(partition(number), tenure.cancellations.next());
          }
        });
    followed = now;
  }

  private boolean hear(ConsumerRecord<String, byte[]> record) {
    Tenure tenure = followed.get(record.partition());
    try {
      switch (Command.read(record.value())) {
        case Command.Cancel cancel -> {
          tenure.cancellations.read(record.offset(), cancel.messageId());
          tenures.takeBack(cancel.messageId());
          LOG.infof("to be cancelled message=%s account=%s", cancel.messageId(), cancel.account());
          return true;
        }
      }
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "command passed over partition=%d offset=%d reason=%s",
          record.partition(), record.offset(), e.getMessage());
      tenure.cancellations.passed(record.offset());
      return false;
    }
  }

  /** Asks, on another thread, how far the mail reaches that was written before the commands. */
  private void locate() {
    if (asking || clock.instant().isBefore(askNotBefore)) {
      return;
    }
    Map<Tenure, Long> read = new HashMap<>();
    for (Tenure tenure : followed.values()) {
      if (tenure.cancellations.anywhere()) {
        read.put(tenure, tenure.cancellations.next());
      }
    }
    if (read.isEmpty()) {
      return;
    }
    asking = true;
    Set<Integer> partitions =
        Set.copyOf(read.keySet().stream().map(each -> each.partition).toList());
    Thread.ofVirtual()
        .name("baton-delivery-commands")
        .start(
            () -> {
              try {
                signals.accept(new Signal.Located(read, ends.apply(Topic.OUTBOUND, partitions)));
              } catch (RuntimeException e) {
                signals.accept(new Signal.NotLocated(e));
              }
            });
  }

  void located(Map<Tenure, Long> read, Map<Integer, Long> ends) {
    asking = false;
    read.forEach(
        (tenure, before) -> tenure.cancellations.locate(before, ends.get(tenure.partition)));
  }

  void notLocated(Throwable cause) {
    LOG.warnf("commands wait reason=%s", cause);
    asking = false;
    askNotBefore = clock.instant().plus(BREATHER);
  }

  void close() {
    consumer.close();
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(Topic.COMMANDS.name(), number);
  }
}
