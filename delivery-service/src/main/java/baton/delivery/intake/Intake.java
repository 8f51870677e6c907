package baton.delivery.intake;

import baton.contracts.Topic;
import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.outcome.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Intake's thread. It promises that an accepted message is always in {@code baton.outbound} at or
 * behind the committed offset, in the deferred table, or ended in {@code baton.events.delivery};
 * and that a message is sent again only where a crash, or the loss of its partition, fell between
 * the remote's final reply and the event of it. How: see the decision "Intake speaks to Kafka
 * itself".
 */
public final class Intake implements Runnable {

  private static final Logger LOG = Logger.getLogger(Intake.class);

  private static final Duration BUSY_POLL = Duration.ofMillis(5);
  private static final Duration IDLE_POLL = Duration.ofMillis(200);
  private static final Duration BREATHER = Duration.ofSeconds(1);

  /** How long messages under way may take to end when their partition goes elsewhere. */
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final KafkaConsumer<String, byte[]> consumer;
  private final IntakeParts parts;
  private final InstantSource clock;
  private final Consumer<List<QueuedMessage>> shaping;
  private final Runnable release;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

  private final Tenures tenures;
  private final Load load;
  private final Settlement settlement;
  private final Arrivals arrivals;
  private final DueRows dueRows;
  private final Commands commands;
  private final Takeover takeover;

  private boolean held;
  private int partitions;
  private volatile boolean stopping;
  private volatile boolean ready;

  /**
   * Intake.
   *
   * @param shaping takes messages to deliver
   * @param release asks shaping to let go of what is no longer held
   */
  public Intake(IntakeParts parts, Consumer<List<QueuedMessage>> shaping, Runnable release) {
    this.parts = parts;
    this.consumer = parts.consumer();
    this.clock = parts.clock();
    this.shaping = shaping;
    this.release = release;
    this.load = new Load(parts.maxMessages(), parts.maxBytes());
    this.tenures = new Tenures(load);
    this.settlement =
        new Settlement(
            tenures, parts.deferred(), parts.log(), clock, signals::add, parts.published());
    this.arrivals = new Arrivals(tenures, parts.deferred());
    this.dueRows = new DueRows(tenures, load, parts.deferred(), clock, signals::add);
    this.commands =
        new Commands(parts.commands(), tenures, parts.tail()::ends, clock, signals::add);
    this.takeover =
        new Takeover(consumer, new Recovery(parts.deferred(), parts.tail()), clock, signals::add);
  }

  /** What shaping has decided; from any thread. */
  public void decided(Outcome outcome) {
    signals.add(new Signal.Decided(outcome));
  }

  /** Whether an attempt may be begun for the message; from any thread. */
  public boolean holds(QueuedMessage message) {
    return tenures.holds(message);
  }

  /** Whether every partition that was assigned is being worked on; from any thread. */
  public boolean ready() {
    return ready;
  }

  /** When the oldest message in memory was accepted; null where there is none. From any thread. */
  public @Nullable Instant oldest() {
    return load.oldest();
  }

  /** Asks the thread to finish what is under way, commit, and leave the group; from any thread. */
  public void stop() {
    stopping = true;
    parts.topics().stop();
    consumer.wakeup();
  }

  /**
   * Works until {@link #stop}.
   *
   * @throws OutboundTopics.MismatchException where the topics do not fit each other
   */
  @Override
  public void run() {
    try (consumer) {
      partitions = parts.topics().await();
      if (partitions > 0) {
        consumer.subscribe(List.of(Topic.OUTBOUND.name()), new Rebalance());
      }
      turns();
      ready = false;
      depart(assigned());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ready = false;
      commands.close();
      parts.log().close();
      LOG.info("intake has ended");
    }
  }

  private void turns() {
    try {
      while (!stopping) {
        turn();
      }
    } catch (WakeupException e) {
      // Asked to stop: what is under way ends in the farewell to the partitions.
    }
  }

  private void turn() {
    try {
      receive(consumer.poll(load.none() ? IDLE_POLL : BUSY_POLL));
      for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
        hear(signal);
      }
      settlement.work(consumer.groupMetadata());
      ready = takeover.complete();
      takeover.work();
      if (commands.work()) {
        release.run();
      }
      dueRows.work(partitions);
      hold();
    } catch (WakeupException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.warnf("intake waits reason=%s", e);
      breathe();
    }
  }

  private void breathe() {
    try {
      Signal signal = signals.poll(BREATHER.toMillis(), TimeUnit.MILLISECONDS);
      if (signal != null) {
        hear(signal);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void receive(ConsumerRecords<String, byte[]> records) {
    for (TopicPartition from : records.partitions()) {
      List<ConsumerRecord<String, byte[]>> batch = records.records(from);
      Tenure tenure = tenures.of(from.partition());
      if (tenure == null || tenure.leaving) {
        consumer.seek(from, batch.getFirst().offset());
        continue;
      }
      try {
        List<QueuedMessage> arrived = arrivals.take(tenure, batch);
        deliver(arrived);
      } catch (Exception e) {
        LOG.warnf("intake waits partition=%d reason=%s", from.partition(), e);
        consumer.seek(from, batch.getFirst().offset());
      }
    }
    for (Tenure tenure : tenures.all()) {
      TopicPartition partition = OutboundTopics.outbound(tenure.partition);
      if (!tenure.leaving) {
        long position = consumer.position(partition);
        tenure.position = position;
        tenure.progress.readTo(position);
        tenure.replayed(position);
      }
    }
  }

  /** Gives messages to shaping, but for those that were taken back. */
  private void deliver(List<QueuedMessage> messages) {
    List<QueuedMessage> wanted = new ArrayList<>(messages.size());
    for (QueuedMessage message : messages) {
      if (tenures.takenBack(message)) {
        settlement.decided(new Outcome.Released(message));
      } else {
        wanted.add(message);
      }
    }
    if (!wanted.isEmpty()) {
      shaping.accept(wanted);
    }
  }

  private void hear(Signal signal) {
    switch (signal) {
      case Signal.Decided(Outcome outcome) -> settlement.decided(outcome);
      case Signal.Saved(List<Outcome.Postponed> rows, Set<Integer> lost) -> {
        takeAnew(rows.stream().map(Outcome.Postponed::message), lost);
        settlement.saved(rows, lost);
      }
      case Signal.NotSaved(List<Outcome.Postponed> rows, Throwable cause) ->
          settlement.notSaved(rows, cause);
      case Signal.Removed(List<QueuedMessage> messages, Set<Integer> lost) -> {
        takeAnew(messages.stream(), lost);
        settlement.removed(messages, lost);
      }
      case Signal.NotRemoved(List<QueuedMessage> messages, Throwable cause) ->
          settlement.notRemoved(messages, cause);
      case Signal.Due(List<QueuedMessage> rows) -> deliver(dueRows.due(rows));
      case Signal.Sought(Map<Tenure, Set<UUID>> asked, DeferredStore.Sought found) -> {
        takeAnew(found.rows().stream(), found.lost());
        deliver(dueRows.sought(asked, found));
      }
      case Signal.Located(Map<Tenure, Long> read, Map<Integer, Long> ends) ->
          commands.located(read, ends);
      case Signal.NotLocated(Throwable cause) -> commands.notLocated(cause);
      case Signal.NotDue(Throwable cause) -> dueRows.notDue(cause);
      case Signal.Recovered(Map<Integer, Recovery.Found> found) -> recovered(found);
      case Signal.NotRecovered(Collection<Integer> unready, Throwable cause) ->
          takeover.notRecovered(unready, cause);
    }
  }

  /**
   * Somebody has raised the epoch of partitions that are ours: a recovery that was under way when
   * its instance lost them came too late. What it kept from being written is read again.
   */
  private void takeAnew(Stream<QueuedMessage> messages, Set<Integer> lost) {
    Set<Integer> ours =
        messages
            .filter(message -> lost.contains(message.origin().partition()))
            .filter(message -> tenures.of(message) != null)
            .map(message -> message.origin().partition())
            .collect(Collectors.toSet());
    if (!ours.isEmpty()) {
      LOG.warnf("partitions are taken over once more partitions=%s", ours);
      tenures.end(ours);
      release.run();
      consumer.pause(ours.stream().map(OutboundTopics::outbound).toList());
      takeover.again(ours);
    }
  }

  private void recovered(Map<Integer, Recovery.Found> found) {
    takeover.recovered();
    found.forEach(
        (partition, what) -> {
          TopicPartition assigned = OutboundTopics.outbound(partition);
          // Given away meanwhile, or given away and back: then it is to be recovered once more.
          if (!consumer.assignment().contains(assigned) || takeover.awaits(partition)) {
            return;
          }
          long offset = what.progress().committable();
          consumer.seek(assigned, offset);
          tenures.begin(new Tenure(partition, what, offset));
          if (!held) {
            consumer.resume(List.of(assigned));
          }
        });
    LOG.infof("partitions taken over partitions=%s", found.keySet());
  }

  /** Reads no more than memory is meant for. */
  private void hold() {
    if (load.full() != held) {
      held = load.full();
      List<TopicPartition> own =
          tenures.all().stream()
              .filter(tenure -> !tenure.leaving)
              .map(tenure -> OutboundTopics.outbound(tenure.partition))
              .toList();
      if (held) {
        consumer.pause(own);
      } else {
        consumer.resume(own);
      }
    }
  }

  private List<Integer> assigned() {
    return consumer.assignment().stream().map(TopicPartition::partition).toList();
  }

  /** Lets what is under way end, commits it, and forgets the partitions. */
  private void depart(Collection<Integer> leaving) {
    tenures.leave(leaving);
    release.run();
    Instant deadline = clock.instant().plus(FAREWELL);
    while (tenures.busy(leaving) && clock.instant().isBefore(deadline)) {
      try {
        Signal signal = signals.poll(BUSY_POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (signal != null) {
          hear(signal);
        }
        if (signals.isEmpty()) {
          settlement.work(consumer.groupMetadata());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    tenures.end(leaving);
  }

  private final class Rebalance implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      consumer.pause(assigned);
      takeover.assigned(assigned.stream().map(TopicPartition::partition).toList());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      List<Integer> leaving = revoked.stream().map(TopicPartition::partition).toList();
      LOG.infof("partitions given away partitions=%s", leaving);
      takeover.gone(leaving);
      depart(leaving);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      List<Integer> gone = lost.stream().map(TopicPartition::partition).toList();
      LOG.warnf("partitions lost partitions=%s", gone);
      takeover.gone(gone);
      tenures.end(gone);
      release.run();
    }
  }
}
