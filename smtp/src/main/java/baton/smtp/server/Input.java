package baton.smtp.server;

import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;

/** Chunks that have come and are not yet read. */
final class Input {

  private static final byte[] NOTHING = {};

  /** Octets held while the conversation thinks; beyond it the socket is not read. */
  private static final int READ_AHEAD = 64 * 1024;

  private final ArrayDeque<byte[]> later = new ArrayDeque<>(2);
  private byte[] chunk = NOTHING;
  private int at;
  private int waiting;
  private boolean heldBack;

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

  /** Has the socket read only while little is held, and what it is owed is taken off it. */
  void throttle(NetSocket socket) {
    int held = chunk.length - at + waiting;
    boolean enough = held > READ_AHEAD || (socket.writeQueueFull() && held > 0);
    if (enough != heldBack) {
      heldBack = enough;
      if (enough) {
        socket.pause();
      } else {
        socket.resume();
      }
    }
  }

  void clear() {
    later.clear();
    waiting = 0;
    chunk = NOTHING;
    at = 0;
  }
}
