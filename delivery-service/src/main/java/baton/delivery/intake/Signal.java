package baton.delivery.intake;

import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.outcome.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What other threads tell intake's. */
sealed interface Signal {

  /** Shaping or an attempt has decided on a message. */
  record Decided(Outcome outcome) implements Signal {}

  /** Rows are durable, but for those of partitions that somebody has taken over. */
  record Saved(List<Outcome.Postponed> postponed, Set<Integer> lost) implements Signal {}

  /** Rows could not be written; nothing is known of them. */
  record NotSaved(List<Outcome.Postponed> postponed, Throwable cause) implements Signal {}

  /** Rows of ended messages are gone, but for those of partitions that were taken over. */
  record Removed(List<QueuedMessage> messages, Set<Integer> lost) implements Signal {}

  /** They could not be removed. */
  record NotRemoved(List<QueuedMessage> messages, Throwable cause) implements Signal {}

  /** Rows that are due. */
  record Due(List<QueuedMessage> messages) implements Signal {}

  /** They could not be read. */
  record NotDue(Throwable cause) implements Signal {}

  /**
   * Rows of messages that are to be taken back.
   *
   * @param asked which messages were looked for
   * @param found those that have a row
   */
  record Sought(Map<Tenure, Set<UUID>> asked, DeferredStore.Sought found) implements Signal {}

  /**
   * How far the mail reaches that was written before commands.
   *
   * @param read the commands before this offset
   * @param ends of {@code baton.outbound}
   */
  record Located(Map<Tenure, Long> read, Map<Integer, Long> ends) implements Signal {}

  /** That could not be found out. */
  record NotLocated(Throwable cause) implements Signal {}

  /** Partitions are ready to be worked on. */
  record Recovered(Map<Integer, Recovery.Found> found) implements Signal {}

  /** They are not, yet. */
  record NotRecovered(Collection<Integer> partitions, Throwable cause) implements Signal {}
}
