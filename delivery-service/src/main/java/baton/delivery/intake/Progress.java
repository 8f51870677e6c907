package baton.delivery.intake;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has come. Two positions are committed together:
 *
 * <ul>
 *   <li>the offset in {@code baton.outbound} before which every message has ended or has a row;
 *   <li>the position in {@code baton.events.delivery} from which a successor must read endings: it
 *       moves past an ending only when the message's offset is committed and its row is gone, for
 *       then nothing can bring the message back.
 * </ul>
 *
 * Pure; confined to intake's thread.
 */
final class Progress {

  private static final long NONE = -1;

  /** An ending that a successor may still need to know of. */
  private static final class Ending {
    final long position;
    final long offset;
    boolean row;

    Ending(long position, long offset, boolean row) {
      this.position = position;
      this.offset = offset;
      this.row = row;
    }
  }

  private final TreeSet<Long> underWay = new TreeSet<>();
  private long next;

  /** Rows whose message still lies at or behind the committed offset, by offset and by id. */
  private final TreeMap<Long, UUID> deferredByOffset = new TreeMap<>();

  private final Map<UUID, Long> deferred = new HashMap<>();

  private final Deque<Ending> endings = new ArrayDeque<>();
  private final Map<UUID, Ending> endingsWithRow = new HashMap<>();
  private long eventEnd;

  /**
   * The progress of a partition at the beginning of a tenure.
   *
   * @param offset committed in {@code baton.outbound}
   * @param replayEnd the end of {@code baton.outbound} now: what lies before it may have been dealt
   *     with by a predecessor
   * @param position committed in {@code baton.events.delivery}
   * @param eventEnd the end of {@code baton.events.delivery} now
   */
  Progress(long offset, long replayEnd, long position, long eventEnd) {
    this.next = offset;
    this.eventEnd = eventEnd;
    if (replayEnd > offset) {
      // Whatever the predecessor's endings are about, it is committed once the replay is.
      endings.add(new Ending(position, replayEnd - 1, false));
    }
  }

  /** A message was read and is being dealt with. */
  void received(long offset) {
    underWay.add(offset);
    readTo(offset + 1);
  }

  /** Everything before {@code offset} was read. */
  void readTo(long offset) {
    next = Math.max(next, offset);
  }

  /** A message has a row, in which it waits. */
  void deferred(long offset, UUID id) {
    deferred.put(id, offset);
    deferredByOffset.put(offset, id);
  }

  /** The message at {@code offset} has ended or has a row: it need not be read again. */
  void settled(long offset) {
    underWay.remove(offset);
  }

  /** Takes {@link #settled} back: it could not be made durable. */
  void unsettled(long offset) {
    underWay.add(offset);
  }

  /** The offset that may be committed now. */
  long committable() {
    return underWay.isEmpty() ? next : underWay.first();
  }

  /**
   * An ending is durable.
   *
   * @param position of its event
   * @param offset of the message; null where it came from its row
   */
  void ended(UUID id, long position, @Nullable Long offset) {
    boolean row = offset == null;
    long from = row ? deferred.getOrDefault(id, NONE) : offset;
    Ending ending = new Ending(position, from, row);
    endings.add(ending);
    if (row) {
      endingsWithRow.put(id, ending);
    }
    eventEnd = Math.max(eventEnd, position + 1);
  }

  /** The row of a message that has ended is gone. */
  void rowGone(UUID id) {
    Ending ending = endingsWithRow.remove(id);
    if (ending != null) {
      ending.row = false;
    }
  }

  /** The event position to commit together with {@code offset}. */
  long eventPosition(long offset) {
    for (Ending ending : endings) {
      if (ending.row || ending.offset >= offset) {
        return ending.position;
      }
    }
    return eventEnd;
  }

  /** {@code offset} is committed. */
  void committed(long offset) {
    Map<Long, UUID> passed = deferredByOffset.headMap(offset);
    passed.values().forEach(deferred::remove);
    passed.clear();
    while (!endings.isEmpty() && !endings.peek().row && endings.peek().offset < offset) {
      endings.remove();
    }
  }
}
