package baton.smtp.client;

import baton.smtp.grammar.DotStuffing;
import io.vertx.core.buffer.Buffer;

/**
 * Writes one message's content in blocks, no faster than the peer takes them, so that one large
 * message to a slow peer holds no second copy of itself in the socket's queue.
 */
final class ContentWriter {

  /** Progress, on the event loop. */
  interface Progress {

    /** The operating system took a block; more are to follow. */
    void block();

    /** All blocks stand in the socket's queue; what is written now goes out behind them. */
    void queued();

    /** The operating system took the last block, final dot and all. */
    void written();
  }

  /** Most messages are one block, and so one write. */
  private static final int BLOCK = 64 * 1024;

  private final Wire wire;
  private final byte[] bytes;
  private final Progress progress;
  private int position;

  ContentWriter(Wire wire, byte[] content, Progress progress) {
    this.wire = wire;
    this.bytes = DotStuffing.encode(content);
    this.progress = progress;
  }

  void write() {
    while (!wire.hasEnded()) {
      int length = Math.min(BLOCK, bytes.length - position);
      Buffer block = Buffer.buffer(length).appendBytes(bytes, position, length);
      position += length;
      if (position == bytes.length) {
        wire.socket().drainHandler(null);
        wire.write(block).onSuccess(done -> progress.written());
        progress.queued();
        return;
      }
      wire.write(block).onSuccess(done -> progress.block());
      if (wire.socket().writeQueueFull()) {
        wire.socket().drainHandler(drained -> write());
        return;
      }
    }
  }
}
