package baton.delivery.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The commands of one partition that are not seen through: messages that their senders have taken
 * back. Whoever asks for that has been told the message's id, so its record is written before the
 * command is; but it may be read later. So a command waits until all is read that was written
 * before it; what is then in nobody's hands has a row, or has ended.
 *
 * <p>Pure; confined to intake's thread.
 */
final class Cancellations {

  private static final long UNKNOWN = -1;

  private record Pending(UUID id, long horizon) {}

  private final TreeMap<Long, Pending> pending = new TreeMap<>();

  /** How many commands there are for a message. */
  private final Map<UUID, Integer> wanted = new HashMap<>();

  private long next;

  /**
   * Nothing yet.
   *
   * @param position where reading begins in {@code baton.commands}
   */
  Cancellations(long position) {
    this.next = position;
  }

  /** A command to take the message back was read at that offset. */
  void read(long offset, UUID id) {
    pending.put(offset, new Pending(id, UNKNOWN));
    wanted.merge(id, 1, Integer::sum);
    passed(offset);
  }

  /** What stands at that offset is of no further interest. */
  void passed(long offset) {
    next = Math.max(next, offset + 1);
  }

  /** Whether the message is to be taken back. */
  boolean wants(UUID id) {
    return wanted.containsKey(id);
  }

  int count() {
    return pending.size();
  }

  /** Whether there are commands of which it is not known what was written before them. */
  boolean anywhere() {
    return pending.values().stream().anyMatch(each -> each.horizon() == UNKNOWN);
  }

  /**
   * What was written before the commands.
   *
   * @param before the commands before this offset
   * @param horizon an end of {@code baton.outbound}, taken after they had been read
   */
  void locate(long before, long horizon) {
    pending
        .headMap(before)
        .replaceAll(
            (offset, each) -> each.horizon() == UNKNOWN ? new Pending(each.id(), horizon) : each);
  }

  /**
   * Messages that have a row, or have ended, and may be looked for.
   *
   * @param position before which {@code baton.outbound} is read
   */
  List<UUID> ripe(long position, Predicate<UUID> inHand, int most) {
    List<UUID> ripe = new ArrayList<>();
    for (Pending each : pending.values()) {
      boolean read = each.horizon() != UNKNOWN && each.horizon() <= position;
      if (read && !inHand.test(each.id()) && ripe.size() < most) {
        ripe.add(each.id());
      }
    }
    return ripe;
  }

  /** The message has ended, one way or another. */
  void done(UUID id) {
    if (wanted.remove(id) != null) {
      pending.values().removeIf(each -> each.id().equals(id));
    }
  }

  /** Messages that are still to be taken back. */
  Iterable<UUID> open() {
    return wanted.keySet();
  }

  /** Where a successor must begin to read. */
  long position() {
    return pending.isEmpty() ? next : pending.firstKey();
  }

  /** Where reading goes on. */
  long next() {
    return next;
  }
}
