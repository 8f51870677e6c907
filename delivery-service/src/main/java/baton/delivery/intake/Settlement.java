package baton.delivery.intake;

import baton.contracts.Topic;
import baton.contracts.event.Event;
import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.events.EventLog;
import baton.delivery.outcome.Outcome;
import baton.delivery.outcome.Verdicts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes outcomes durable, in the order that loses nothing: a row before the event and the offset
 * that rely on it; an ending's event before its row goes. What arrives while one step is under way
 * is done together in the next. Confined to intake's thread.
 */
final class Settlement {

  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private static final int MOST_ROWS = 500;
  private static final Duration BREATHER = Duration.ofSeconds(1);

  /** Offsets that no event carries along are committed this often. */
  private static final Duration BARE_COMMIT = Duration.ofSeconds(1);

  /**
   * Events gather for this long: a transaction costs Kafka a flush of every partition it touches,
   * however few events it carries, and takes the disk from submission's.
   */
  private static final Duration GATHER = Duration.ofMillis(100);

  /** So many events are worth a transaction at once. */
  private static final int FULL_GATHERING = 500;

  private final Tenures tenures;
  private final DeferredStore deferred;
  private final EventLog log;
  private final InstantSource clock;
  private final Consumer<Signal> signals;
  private final Consumer<Event> published;

  private List<Outcome.Postponed> unsaved = new ArrayList<>();
  private List<Outcome> unpublished = new ArrayList<>();
  private List<QueuedMessage> unremoved = new ArrayList<>();
  private boolean saving;
  private boolean removing;
  private Instant saveNotBefore = Instant.MIN;
  private Instant removeNotBefore = Instant.MIN;
  private Instant publishNotBefore = Instant.MIN;
  private Instant lastCommit;

  Settlement(
      Tenures tenures,
      DeferredStore deferred,
      EventLog log,
      InstantSource clock,
      Consumer<Signal> signals,
      Consumer<Event> published) {
    this.tenures = tenures;
    this.deferred = deferred;
    this.log = log;
    this.clock = clock;
    this.signals = signals;
    this.published = published;
    this.lastCommit = clock.instant();
  }

  void decided(Outcome outcome) {
    if (tenures.of(outcome.message()) == null) {
      tenures.finished(outcome.message());
      return;
    }
    switch (outcome) {
      case Outcome.Ended ended -> unpublished.add(ended);
      case Outcome.Postponed postponed -> {
        if (tenures.takenBack(postponed.message())) {
          Event.Deferred event = postponed.event();
          cancel(
              postponed.message(),
              postponed.attempts(),
              event == null ? null : event.attempt().reply());
        } else {
          unsaved.add(postponed);
        }
      }
      case Outcome.Released(QueuedMessage message) -> {
        if (tenures.takenBack(message)) {
          cancel(message, message.attempts(), null);
        } else {
          tenures.finished(message);
        }
      }
    }
  }

  private void cancel(QueuedMessage message, int attempts, @Nullable String lastReply) {
    unpublished.add(Verdicts.cancelled(message, attempts, lastReply, clock.instant()));
  }

  void saved(List<Outcome.Postponed> postponed, Set<Integer> lost) {
    saving = false;
    for (Outcome.Postponed each : postponed) {
      if (lost.contains(each.message().origin().partition())) {
        tenures.finished(each.message());
        continue;
      }
      Tenure tenure = tenures.of(each.message());
      if (tenure != null && each.message().origin() instanceof Origin.Topic topic) {
        tenure.progress.deferred(topic.offset(), each.message().id());
      }
      unpublished.add(each);
    }
  }

  void notSaved(List<Outcome.Postponed> postponed, Throwable cause) {
    LOG.warnf("deferral waits rows=%d reason=%s", postponed.size(), cause);
    saving = false;
    saveNotBefore = clock.instant().plus(BREATHER);
    List<Outcome.Postponed> again = new ArrayList<>(postponed);
    again.addAll(unsaved);
    unsaved = again;
  }

  void removed(List<QueuedMessage> messages, Set<Integer> lost) {
    removing = false;
    for (QueuedMessage message : messages) {
      Tenure tenure = tenures.of(message);
      if (tenure != null && !lost.contains(tenure.partition)) {
        tenure.progress.rowGone(message.id());
      }
      tenures.finished(message);
    }
  }

  void notRemoved(List<QueuedMessage> messages, Throwable cause) {
    LOG.warnf("removal of ended mail's rows waits rows=%d reason=%s", messages.size(), cause);
    removing = false;
    removeNotBefore = clock.instant().plus(BREATHER);
    unremoved.addAll(messages);
  }

  /** Takes every step that can be taken now. */
  void work(ConsumerGroupMetadata group) {
    Instant now = clock.instant();
    if (!saving && !unsaved.isEmpty() && !now.isBefore(saveNotBefore)) {
      save();
    }
    if (!now.isBefore(publishNotBefore)) {
      publish(group, now);
    }
    if (!removing && !unremoved.isEmpty() && !now.isBefore(removeNotBefore)) {
      remove();
    }
  }

  private void save() {
    List<Outcome.Postponed> batch =
        List.copyOf(unsaved.subList(0, Math.min(MOST_ROWS, unsaved.size())));
    unsaved = new ArrayList<>(unsaved.subList(batch.size(), unsaved.size()));
    saving = true;
    deferred
        .save(batch)
        .whenComplete(
            (lost, failure) ->
                signals.accept(
                    failure == null
                        ? new Signal.Saved(batch, lost)
                        : new Signal.NotSaved(batch, failure)));
  }

  private void remove() {
    List<QueuedMessage> batch = List.copyOf(unremoved);
    unremoved = new ArrayList<>();
    removing = true;
    deferred
        .remove(batch.stream().map(m -> new DeferredStore.Row(m.id(), m.origin())).toList())
        .whenComplete(
            (lost, failure) ->
                signals.accept(
                    failure == null
                        ? new Signal.Removed(batch, lost)
                        : new Signal.NotRemoved(batch, failure)));
  }

  private void publish(ConsumerGroupMetadata group, Instant now) {
    forgetWhatIsNoLongerOurs();
    boolean due = !now.isBefore(lastCommit.plus(unpublished.isEmpty() ? BARE_COMMIT : GATHER));
    if (unpublished.isEmpty() ? !due || !anythingToCommit() : !due && !full()) {
      return;
    }
    unpublished.forEach(each -> settle(each, true));
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets();
    List<EventLog.Entry> entries = new ArrayList<>();
    for (Outcome outcome : unpublished) {
      for (Event event : events(outcome)) {
        entries.add(new EventLog.Entry(outcome.message().origin().partition(), event));
      }
    }
    List<Long> positions = log.publish(entries, offsets, group);
    if (positions == null) {
      unpublished.forEach(each -> settle(each, false));
      publishNotBefore = clock.instant().plus(BREATHER);
      return;
    }
    lastCommit = now;
    List<Outcome> durable = unpublished;
    unpublished = new ArrayList<>();
    int next = 0;
    for (Outcome outcome : durable) {
      List<Event> events = events(outcome);
      conclude(outcome, events.isEmpty() ? -1 : positions.get(next));
      next += events.size();
      events.forEach(published);
    }
    committed(offsets);
  }

  private boolean full() {
    return unpublished.size() >= FULL_GATHERING;
  }

  private void forgetWhatIsNoLongerOurs() {
    unpublished.removeIf(
        outcome -> {
          boolean lost = tenures.of(outcome.message()) == null;
          if (lost) {
            tenures.finished(outcome.message());
          }
          return lost;
        });
  }

  private void settle(Outcome outcome, boolean settled) {
    if (outcome.message().origin() instanceof Origin.Topic topic) {
      Progress progress = tenures.of(outcome.message()).progress;
      if (settled) {
        progress.settled(topic.offset());
      } else {
        progress.unsettled(topic.offset());
      }
    }
  }

  private void conclude(Outcome outcome, long position) {
    QueuedMessage message = outcome.message();
    boolean ended = outcome instanceof Outcome.Ended;
    if (ended) {
      tenures.ended(tenures.of(message), message.id());
    }
    switch (message.origin()) {
      case Origin.Topic topic -> {
        if (ended) {
          tenures.of(message).progress.ended(message.id(), position, topic.offset());
        }
        tenures.finished(message);
      }
      case Origin.Row row -> {
        if (ended) {
          Tenure tenure = tenures.of(message);
          tenure.progress.ended(message.id(), position, null);
          tenure.endedFromRow(message.id());
          unremoved.add(message);
        } else {
          tenures.finished(message);
        }
      }
    }
  }

  /** What is told of an outcome; delivery's own event first. */
  private static List<Event> events(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ended(QueuedMessage _, Event.Ending event, Event echo) ->
          echo == null ? List.of(event) : List.of(event, echo);
      case Outcome.Postponed postponed ->
          postponed.event() == null ? List.of() : List.of(postponed.event());
      case Outcome.Released _ -> List.of();
    };
  }

  private boolean anythingToCommit() {
    return tenures.all().stream()
        .anyMatch(
            each ->
                each.progress.committable() != each.committed
                    || each.cancellations.position() != each.committedCommands);
  }

  /**
   * Of every partition, moved or not: an instance that has lost one is refused as a whole, so that
   * no event of it becomes visible.
   */
  private Map<TopicPartition, OffsetAndMetadata> offsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Tenure tenure : tenures.all()) {
      long offset = tenure.progress.committable();
      offsets.put(
          new TopicPartition(Topic.OUTBOUND.name(), tenure.partition),
          new OffsetAndMetadata(
              offset,
              new EventPosition(
                      tenure.progress.eventPosition(offset), tenure.cancellations.position())
                  .write()));
    }
    return offsets;
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          Tenure tenure = tenures.of(partition.partition());
          tenure.committed = offset.offset();
          tenure.committedCommands = EventPosition.read(offset).commands();
          tenure.progress.committed(offset.offset());
        });
  }
}
