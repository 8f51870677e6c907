package baton.delivery.intake;

import baton.contracts.Topic;
import baton.delivery.Origin;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.events.EventTail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * What an instance does with a partition before it reads a message of it. The epoch comes first:
 * from then on the previous owner, if it still lives, can write no row; the group's generation
 * keeps it from committing events. So what is read afterwards is the last word.
 */
final class Recovery {

  private final DeferredStore deferred;
  private final EventTail events;

  Recovery(DeferredStore deferred, EventTail events) {
    this.deferred = deferred;
    this.events = events;
  }

  /**
   * What was committed for a partition.
   *
   * @param offset in {@code baton.outbound}
   * @param position in {@code baton.events.delivery}
   * @param commands in {@code baton.commands}
   */
  record Committed(long offset, long position, long commands) {}

  /**
   * What a tenure begins with.
   *
   * @param ended messages that are not to be sent again
   */
  record Found(long epoch, Set<UUID> ended, long replayEnd, Progress progress, long commands) {}

  /** Blocks until the partitions are ready; throws where PostgreSQL or Kafka does not answer. */
  Map<Integer, Found> recover(Map<Integer, Committed> committed) {
    Map<Integer, Long> epochs = join(deferred.takeOver(committed.keySet()));
    Map<Integer, Long> positions = new HashMap<>();
    committed.forEach((partition, at) -> positions.put(partition, at.position()));
    Map<Integer, EventTail.Read> tails = events.read(positions);
    Map<Integer, Long> replayEnds = events.ends(Topic.OUTBOUND, committed.keySet());
    Map<Integer, Found> found = new HashMap<>();
    committed.forEach(
        (partition, at) -> {
          EventTail.Read tail = tails.get(partition);
          long epoch = epochs.get(partition);
          Origin origin = new Origin.Row(partition, epoch);
          List<DeferredStore.Row> rows =
              tail.ended().stream().map(id -> new DeferredStore.Row(id, origin)).toList();
          if (!join(deferred.remove(rows)).isEmpty()) {
            throw new IllegalStateException("partition " + partition + " was taken over meanwhile");
          }
          long replayEnd = replayEnds.get(partition);
          Progress progress = new Progress(at.offset(), replayEnd, at.position(), tail.end());
          found.put(partition, new Found(epoch, tail.ended(), replayEnd, progress, at.commands()));
        });
    return found;
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
