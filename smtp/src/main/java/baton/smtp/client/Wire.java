package baton.smtp.client;

import baton.smtp.grammar.MalformedReplyException;
import baton.smtp.grammar.Reply;
import baton.smtp.grammar.ReplyParser;
import baton.smtp.reply.Phase;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetSocketInternal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One socket: bytes go out, replies come in, and it ends exactly once, with a reason. Everything
 * happens on the socket's event loop.
 */
final class Wire {

  /** Who holds the conversation. */
  interface Listener {

    /** Where the conversation stands. */
    Phase phase();

    void reply(Reply reply);

    /** All that has arrived is read. */
    void settled();

    /** The last call; the socket is closed or closing. */
    void ended(Problem problem);
  }

  private final NetSocket socket;
  private final Deadline deadline;
  private final ReplyParser parser = new ReplyParser();
  private Listener listener;
  private @Nullable String lastError;
  private boolean ended;

  Wire(Vertx vertx, NetSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
    this.deadline =
        new Deadline(vertx, () -> end(new Problem.TimedOut(phase(), this.deadline().time())));
    socket.handler(this::received);
    socket.exceptionHandler(e -> lastError = String.valueOf(e.getMessage()));
    socket.closeHandler(
        closed ->
            end(new Problem.Lost(phase(), lastError == null ? "closed by the peer" : lastError)));
  }

  /** Hands the conversation over, with all replies that are still to come. */
  void handOver(Listener next) {
    listener = next;
  }

  Deadline deadline() {
    return deadline;
  }

  NetSocket socket() {
    return socket;
  }

  boolean hasEnded() {
    return ended;
  }

  /** See {@link ReplyParser#holdsMore()}. */
  boolean holdsMore() {
    return parser.holdsMore();
  }

  /** Completes when the operating system has all of it; then the peer may have all of it. */
  Future<Void> write(Buffer bytes) {
    return socket.write(bytes);
  }

  /** Does the TLS handshake; {@code serverName} is sent as SNI where it is not null. */
  Future<Void> upgrade(@Nullable String serverName) {
    return serverName == null ? socket.upgradeToSsl() : socket.upgradeToSsl(serverName);
  }

  /**
   * Ends the connection here and now, unless it has ended. What the socket's queue still holds is
   * thrown away: once the listener has heard that a final dot was not sent, it must not be sent.
   * (An orderly close would send the queue first, as slowly as the peer likes.)
   */
  void end(Problem problem) {
    if (!ended) {
      over();
      Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
      channel.unsafe().close(channel.newPromise());
      listener.ended(problem);
    }
  }

  /** Ends the connection in good order: what is written is sent, then the socket is closed. */
  void close(Problem problem) {
    if (!ended) {
      over();
      socket.close();
      listener.ended(problem);
    }
  }

  private void over() {
    ended = true;
    deadline.stop();
  }

  private Phase phase() {
    return listener.phase();
  }

  private void received(Buffer bytes) {
    if (ended) {
      return;
    }
    parser.feed(bytes.getBytes());
    try {
      while (!ended) {
        Optional<Reply> reply = parser.next();
        if (reply.isEmpty()) {
          listener.settled();
          return;
        }
        listener.reply(reply.get());
      }
    } catch (MalformedReplyException e) {
      end(new Problem.Violation(phase(), e.getMessage()));
    }
  }
}
