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

  /** Ids of those. */
  final Set<UUID> inHand = new HashSet<>();

  /** Messages that their senders have taken back. */
  final Cancellations cancellations;

  /** Before this offset everything is read. */
  long position;

  /** What was committed last. */
  long committed;

  /** The position in {@code baton.commands} that was committed last. */
  long committedCommands;

  /** Whether it ends: what is under way is settled, nothing new begins. */
  boolean leaving;

  /** Messages that are not to be sent again, as long as the topic may still bring them. */
  private final Set<UUID> ended;

  private boolean replayed;

  Tenure(int partition, Recovery.Found found, long committed) {
    this.partition = partition;
    this.epoch = found.epoch();
    this.progress = found.progress();
    this.replayEnd = found.replayEnd();
    this.ended = new HashSet<>(found.ended());
    this.position = committed;
    this.committed = committed;
    this.cancellations = new Cancellations(found.commands());
    this.committedCommands = found.commands();
  }

  /** Whether the message has come to its end, under a predecessor or from its row. */
  boolean hasEnded(UUID id) {
    return ended.contains(id);
  }

  /** A message has ended from its row; its record in the topic may be yet to come. */
  void endedFromRow(UUID id) {
    if (!replayed) {
      ended.add(id);
    }
  }

  /** What came before need not be remembered once all that may repeat it is read. */
  void replayed(long offset) {
    if (!replayed && offset >= replayEnd) {
      replayed = true;
      ended.clear();
    }
  }
}
