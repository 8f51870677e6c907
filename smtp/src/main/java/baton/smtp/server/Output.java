package baton.smtp.server;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Gathers replies, so that all that one chunk of input leads to leaves in one write. */
final class Output {

  private static final int FIRST_CAPACITY = 512;
  private static final int KEPT_CAPACITY = 8_192;

  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int length;

  void append(byte[] wire) {
    if (length + wire.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + wire.length));
    }
    System.arraycopy(wire, 0, bytes, length, wire.length);
    length += wire.length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** Takes out all that was appended. */
  Buffer take() {
    Buffer taken = Buffer.buffer(length).appendBytes(bytes, 0, length);
    length = 0;
    if (bytes.length > KEPT_CAPACITY) {
      bytes = new byte[FIRST_CAPACITY];
    }
    return taken;
  }
}
