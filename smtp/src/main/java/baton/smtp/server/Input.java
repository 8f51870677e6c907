package baton.smtp.server;

import java.util.ArrayDeque;

/** Chunks that have come and are not yet read. */
final class Input {

  private static final byte[] NOTHING = {};

  private final ArrayDeque<byte[]> later = new ArrayDeque<>(2);
  private byte[] chunk = NOTHING;
  private int at;
  private int waiting;

  void add(byte[] bytes) {
    if (at == chunk.length && later.isEmpty()) {
      chunk = bytes;
      at = 0;
    } else {
      later.add(bytes);
      waiting += bytes.length;
    }
  }

  /** Whether there is anything to read; then {@link #chunk()} holds it from {@link #at()} on. */
  boolean available() {
    if (at == chunk.length) {
      byte[] next = later.poll();
      if (next == null) {
        chunk = NOTHING;
        at = 0;
        return false;
      }
      waiting -= next.length;
      chunk = next;
      at = 0;
    }
    return true;
  }

  byte[] chunk() {
    return chunk;
  }

  int at() {
    return at;
  }

  void advanceTo(int at) {
    this.at = at;
  }

  /** Bytes that are held unread. */
  int size() {
    return chunk.length - at + waiting;
  }

  void clear() {
    later.clear();
    waiting = 0;
    chunk = NOTHING;
    at = 0;
  }
}
