package baton.delivery.intake;

import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The partitions that this instance works on, and the mail of each that is in memory. */
final class Tenures {

  private final Map<Integer, Tenure> tenures = new HashMap<>();

  /** Partition to epoch, of those that are not about to end; asked by other threads. */
  private final Map<Integer, Long> held = new ConcurrentHashMap<>();

  /** Messages that are not to be sent any more; asked by other threads. */
  private final Set<UUID> takenBack = ConcurrentHashMap.newKeySet();

  private final Load load;

  Tenures(Load load) {
    this.load = load;
  }

  /** Whether new attempts may be begun for the message. From any thread. */
  boolean holds(QueuedMessage message) {
    Origin origin = message.origin();
    Long epoch = held.get(origin.partition());
    return epoch != null && epoch == origin.epoch() && !takenBack.contains(message.id());
  }

  /** No new attempts for the message from now on. */
  void takeBack(UUID id) {
    takenBack.add(id);
  }

  /** Whether the message is to end as cancelled, if it has not ended otherwise. */
  boolean takenBack(QueuedMessage message) {
    Tenure tenure = of(message);
    return tenure != null && tenure.cancellations.wants(message.id());
  }

  /** The message has ended; it need not be taken back any more. */
  void ended(Tenure tenure, UUID id) {
    tenure.cancellations.done(id);
    takenBack.remove(id);
  }

  void begin(Tenure tenure) {
    tenures.put(tenure.partition, tenure);
    held.put(tenure.partition, tenure.epoch);
  }

  /** No new attempts from now on. */
  void leave(Collection<Integer> partitions) {
    for (int partition : partitions) {
      held.remove(partition);
      Tenure tenure = tenures.get(partition);
      if (tenure != null) {
        tenure.leaving = true;
      }
    }
  }

  void end(Collection<Integer> partitions) {
    held.keySet().removeAll(partitions);
    for (int partition : partitions) {
      Tenure over = tenures.remove(partition);
      if (over != null) {
        over.cancellations.open().forEach(takenBack::remove);
      }
    }
  }

  @Nullable Tenure of(int partition) {
    return tenures.get(partition);
  }

  /** The tenure under which a message was read; null where it is over. */
  @Nullable Tenure of(QueuedMessage message) {
    Tenure tenure = tenures.get(message.origin().partition());
    return tenure != null && tenure.epoch == message.origin().epoch() ? tenure : null;
  }

  List<Tenure> all() {
    return new ArrayList<>(tenures.values());
  }

  /** Epochs of the partitions whose due rows may be claimed. */
  Map<Integer, Long> claimable() {
    return Map.copyOf(held);
  }

  /** Rows that are claimed already. */
  Set<UUID> rowsUnderWay() {
    Set<UUID> ids = new HashSet<>();
    tenures.values().forEach(tenure -> ids.addAll(tenure.rowsUnderWay));
    return ids;
  }

  /** Whether messages of these partitions are still in somebody's hands. */
  boolean busy(Collection<Integer> partitions) {
    return partitions.stream()
        .map(tenures::get)
        .anyMatch(tenure -> tenure != null && tenure.underWay > 0);
  }

  /** A message is in memory from now on. */
  void started(Tenure tenure, QueuedMessage message) {
    load.add(message);
    tenure.underWay++;
    tenure.inHand.add(message.id());
    switch (message.origin()) {
      case Origin.Topic topic -> tenure.progress.received(topic.offset());
      case Origin.Row row -> tenure.rowsUnderWay.add(message.id());
    }
  }

  /** All is done that was to be done with the message, or its tenure is over. */
  void finished(QueuedMessage message) {
    load.remove(message);
    Tenure tenure = of(message);
    if (tenure != null) {
      tenure.underWay--;
      tenure.inHand.remove(message.id());
      if (message.origin() instanceof Origin.Row) {
        tenure.rowsUnderWay.remove(message.id());
      }
    }
  }
}
