package baton.smtp.server;

import baton.smtp.grammar.ContentReader;
import baton.smtp.grammar.Reply;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way in, and the bytes it takes up of the server's {@link Capacity}.
 *
 * @param <R> how it comes: behind DATA or in chunks
 */
final class Reception<R extends ContentReader> {

  private static final Reply OVERWHELMED =
      Reply.of(452, "4.3.1", "The server holds too many messages now, try again later");

  private final R reader;
  private final Capacity capacity;
  private long counted;
  private boolean overwhelmed;

  Reception(R reader, Capacity capacity) {
    this.reader = reader;
    this.capacity = capacity;
    count();
  }

  /** As {@link ContentReader#read}. */
  int read(byte[] chunk, int from, int to) {
    int next = reader.read(chunk, from, to);
    if (reader.held() != counted) {
      count();
    }
    return next;
  }

  private void count() {
    long growth = reader.held() - counted;
    counted += growth;
    if (!capacity.hold(growth) && growth > 0) {
      overwhelmed = true;
      reader.discard();
      release();
    }
  }

  R reader() {
    return reader;
  }

  /** Why the message is refused, or null. */
  @Nullable Reply refusal() {
    Reply refusal = reader.refusal();
    return refusal == null && overwhelmed ? OVERWHELMED : refusal;
  }

  byte[] content() {
    return reader.content();
  }

  /** Gives back what it takes up; to be called when the message has been answered, or is lost. */
  void release() {
    capacity.release(counted);
    counted = 0;
  }
}
