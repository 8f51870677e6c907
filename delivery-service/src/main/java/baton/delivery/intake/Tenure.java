package baton.delivery.intake;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** A partition in this instance's ownership, from its recovery until it is lost or given away. */
final class Tenure {

  final int partition;
  final long epoch;
  final Progress progress;

  /** Before this offset a predecessor may have dealt with messages. */
  final long replayEnd;

  /** Rows that were claimed and are not settled yet. */
  final Set<UUID> rowsUnderWay = new HashSet<>();

  /** Messages in shaping's hands or on their way into the log. */
  int underWay;

  /** What was committed last. */
  long committed;

  /** Whether it ends: what is under way is settled, nothing new begins. */
  boolean leaving;

  private Set<UUID> ended;

  Tenure(int partition, Recovery.Found found, long committed) {
    this.partition = partition;
    this.epoch = found.epoch();
    this.progress = found.progress();
    this.replayEnd = found.replayEnd();
    this.ended = found.ended();
    this.committed = committed;
  }

  /** Whether a predecessor brought the message to its end. */
  boolean hasEnded(UUID id) {
    return ended.contains(id);
  }

  /** What predecessors did need not be remembered once all they could read is read. */
  void replayed(long offset) {
    if (offset >= replayEnd) {
      ended = Set.of();
    }
  }
}
