package baton.contracts;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Message ids: UUIDs of version 7 (RFC 9562 section 5.7). Ids made by one process ascend, and each
 * tells when its message was accepted.
 */
public final class MessageId {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Milliseconds since 1970 in the upper 52 bits, a counter within the millisecond below. */
  private static final AtomicLong LAST = new AtomicLong();

  private static final int COUNTER_BITS = 12;

  private MessageId() {}

  /** A new id, larger than every one that this process made before. */
  public static UUID next() {
    long now = System.currentTimeMillis() << COUNTER_BITS;
    long tick = LAST.updateAndGet(last -> Math.max(last + 1, now));
    long millis = tick >>> COUNTER_BITS;
    long counter = tick & ((1 << COUNTER_BITS) - 1);
    long most = (millis << 16) | 0x7000L | counter;
    long least = (RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  /** When the id was made, to the millisecond. */
  public static Instant time(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /**
   * Reads the canonical form of a version 7 id.
   *
   * @throws IllegalArgumentException with a sentence that names the fault
   */
  public static UUID parse(String text) {
    UUID id;
    try {
      id = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a message id: it is not a UUID", e);
    }
    if (id.version() != 7 || !id.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("not a message id: it is not a UUID of version 7");
    }
    return id;
  }
}
