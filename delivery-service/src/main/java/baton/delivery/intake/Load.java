package baton.delivery.intake;

import baton.delivery.QueuedMessage;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much mail is in memory, and how old it is. Above the upper bounds nothing more is read, until
 * half is gone.
 */
final class Load {

  private final int maxMessages;
  private final long maxBytes;
  private int messages;
  private long bytes;
  private boolean full;

  /** How many were accepted when. */
  private final TreeMap<Instant, Integer> accepted = new TreeMap<>();

  private volatile @Nullable Instant oldest;

  Load(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  void add(QueuedMessage message) {
    messages++;
    bytes += message.size();
    accepted.merge(message.message().acceptedAt(), 1, Integer::sum);
    oldest = accepted.firstKey();
    if (messages >= maxMessages || bytes >= maxBytes) {
      full = true;
    }
  }

  void remove(QueuedMessage message) {
    messages--;
    bytes -= message.size();
    accepted.computeIfPresent(
        message.message().acceptedAt(), (_, count) -> count == 1 ? null : count - 1);
    oldest = accepted.isEmpty() ? null : accepted.firstKey();
    if (messages <= maxMessages / 2 && bytes <= maxBytes / 2) {
      full = false;
    }
  }

  boolean full() {
    return full;
  }

  boolean none() {
    return messages == 0;
  }

  int messages() {
    return messages;
  }

  /** When the oldest was accepted; null where there is none. From any thread. */
  @Nullable Instant oldest() {
    return oldest;
  }

  /** How many more octets of mail may be read. */
  long roomBytes() {
    return full ? 0 : maxBytes - bytes;
  }

  /** How many more messages may be read. */
  int room() {
    return full ? 0 : maxMessages - messages;
  }
}
