package baton.smtp.server;

import baton.smtp.grammar.ContentDecoder;
import baton.smtp.grammar.Reply;
import org.jspecify.annotations.Nullable;

/** A message on its way in, and the bytes it takes up of the server's {@link Capacity}. */
final class Reception {

  private static final Reply OVERWHELMED =
      Reply.of(452, "4.3.1", "The server holds too many messages now, try again later");

  private final ContentDecoder decoder;
  private final Capacity capacity;
  private long counted;
  private boolean overwhelmed;

  Reception(ContentDecoder decoder, Capacity capacity) {
    this.decoder = decoder;
    this.capacity = capacity;
    count();
  }

  /** As {@link ContentDecoder#read}. */
  int read(byte[] chunk, int from, int to) {
    int next = decoder.read(chunk, from, to);
    if (decoder.held() != counted) {
      count();
    }
    return next;
  }

  private void count() {
    long growth = decoder.held() - counted;
    counted += growth;
    if (!capacity.hold(growth) && growth > 0) {
      overwhelmed = true;
      decoder.discard();
      release();
    }
  }

  boolean ended() {
    return decoder.ended();
  }

  /** Why the message is refused, or null. */
  @Nullable Reply refusal() {
    Reply refusal = decoder.refusal();
    return refusal == null && overwhelmed ? OVERWHELMED : refusal;
  }

  byte[] content() {
    return decoder.content();
  }

  /** Gives back what it takes up; to be called when the message has been answered, or is lost. */
  void release() {
    capacity.release(counted);
    counted = 0;
  }
}
