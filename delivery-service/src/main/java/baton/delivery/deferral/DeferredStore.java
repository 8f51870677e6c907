package baton.delivery.deferral;

import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The deferred table. A stage that completes normally means that the change is durable; one that
 * fails means that nothing is known, and the call may be made again: every call is idempotent.
 * Stages complete on any thread.
 */
public interface DeferredStore {

  /**
   * Begins a tenure of each partition: from now on, whatever is written under an older epoch has no
   * effect.
   *
   * @return the new epochs by partition
   */
  CompletionStage<Map<Integer, Long>> takeOver(Collection<Integer> partitions);

  /** Which of the messages have a row. */
  CompletionStage<Set<UUID>> among(Collection<UUID> ids);

  /**
   * Writes rows, or brings those that exist up to date.
   *
   * @return completes when all are durable whose tenure goes on. The others are left alone, and
   *     their partitions returned: somebody has taken them over since
   */
  CompletionStage<Set<Integer>> save(List<Outcome.Postponed> postponed);

  /**
   * A message and the tenure under which something is to be done to its row.
   *
   * @param origin tells partition and epoch
   */
  record Row(UUID id, Origin origin) {}

  /**
   * Removes rows of messages that have ended.
   *
   * @return as {@link #save}
   */
  CompletionStage<Set<Integer>> remove(Collection<Row> rows);

  /**
   * Messages whose time has come, the longest due first.
   *
   * @param tenures partition to epoch, of those owned; one that is over finds nothing
   * @param partitions how many there are in all
   * @param limit at most so many
   * @param bytes at most so many octets of content, though at least one message
   * @param except not these: they are being dealt with
   */
  CompletionStage<List<QueuedMessage>> due(
      Map<Integer, Long> tenures,
      int partitions,
      Instant now,
      int limit,
      long bytes,
      Collection<UUID> except);

  /**
   * What was found of messages that are to be taken back.
   *
   * @param rows the messages that wait, without their content
   * @param lost partitions whose tenure is over
   */
  record Sought(List<QueuedMessage> rows, Set<Integer> lost) {}

  /**
   * Looks for messages, due or not.
   *
   * @param tenures partition to epoch, of those owned
   * @param partitions how many there are in all
   */
  CompletionStage<Sought> seek(Map<Integer, Long> tenures, int partitions, Collection<UUID> ids);

  /**
   * What waits.
   *
   * @param count of all rows
   * @param oldest when the oldest of them was accepted; null where there are none
   */
  record Backlog(long count, @Nullable Instant oldest) {}

  /** The whole table, of all partitions. */
  CompletionStage<Backlog> backlog();
}
