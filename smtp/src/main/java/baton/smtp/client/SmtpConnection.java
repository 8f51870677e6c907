package baton.smtp.client;

import baton.smtp.grammar.Capabilities;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open conversation with a mail server. Its methods may be called from any thread; its futures
 * complete on its event loop.
 *
 * <p>One message is under way at a time, and where the peer pipelines one more may wait behind it:
 * its MAIL, RCPT and DATA then leave in one write with the first one's content, or right behind it,
 * so that in steady state a message costs one round trip. {@link #acceptsNext()} says when there is
 * room.
 *
 * <p>A 421 at any point ends the connection (RFC 5321 section 4.2.1). It is the answer to the
 * message whose turn it was: {@code Refused} where that message had reached a point at which a
 * refusal decides, the final dot included; all others in flight are {@code NotSent}.
 */
public final class SmtpConnection {

  private final Context context;
  private final Wire wire;
  private final Endpoint endpoint;
  private final Capabilities capabilities;
  private final @Nullable TlsFacts tlsFacts;
  private final Session session;
  private final int room;

  private final AtomicInteger inFlight = new AtomicInteger();
  private final Promise<Problem> over = Promise.promise();
  private volatile boolean leaving;
  private volatile int messagesSent;
  private volatile long lastActive = System.nanoTime();
  private volatile List<String> transcript;

  /** The promise is kept at the next turn of the event loop, when all that has arrived is read. */
  SmtpConnection(
      Context context,
      Wire wire,
      Endpoint endpoint,
      Capabilities capabilities,
      @Nullable TlsFacts tlsFacts,
      List<String> transcript,
      Promise<SmtpConnection> promise) {
    this.context = context;
    this.wire = wire;
    this.endpoint = endpoint;
    this.capabilities = capabilities;
    this.tlsFacts = tlsFacts;
    this.transcript = transcript;
    this.room = capabilities.pipelining() ? 2 : 1;
    this.session = new Session(wire, endpoint.timeouts(), capabilities, new Bookkeeping());
    context.runOnContext(turn -> promise.tryComplete(this));
  }

  /**
   * Sends one message.
   *
   * @param content the finished message with CRLF line ends and no bare CR or LF, without dot
   *     stuffing; it leaves byte for byte, and must not be changed before the future completes
   * @return what became of it; never fails for anything the peer or the network does. A connection
   *     that has ended gives {@code NotSent}. Fails with {@link IllegalStateException} where {@link
   *     #acceptsNext()} is false for want of room
   */
  public Future<Transmission> send(Envelope envelope, byte[] content) {
    if (envelope.needsSmtpUtf8() && !capabilities.smtpUtf8()) {
      return unsupported("SMTPUTF8");
    }
    if (envelope.requireTls() && !keepsRequireTls()) {
      return unsupported("REQUIRETLS");
    }
    if (inFlight.incrementAndGet() > room) {
      inFlight.decrementAndGet();
      return Future.failedFuture(
          new IllegalStateException("no room for a message: " + room + " in flight"));
    }
    Promise<Transmission> promise = Promise.promise();
    onEventLoop(() -> session.send(new Exchange(envelope, content, promise)));
    return promise.future();
  }

  private static Future<Transmission> unsupported(String extension) {
    return Future.succeededFuture(
        new Transmission(
            new Transmission.Outcome.Unsupported(extension), Transmission.Stages.NONE, List.of()));
  }

  /**
   * Whether a message that requires TLS may be sent here: the peer has proved who it is, and offers
   * REQUIRETLS (RFC 8689 section 4.2.1).
   */
  public boolean keepsRequireTls() {
    TlsFacts facts = tlsFacts;
    return facts != null && facts.verified() && capabilities.requireTls();
  }

  /** Whether {@link #send} may be called now. */
  public boolean acceptsNext() {
    return isOpen() && inFlight.get() < room;
  }

  /** Whether the conversation goes on: not ended, and not about to be. */
  public boolean isOpen() {
    return !leaving && !over.future().isComplete();
  }

  /** Whether no message is under way or waiting. */
  public boolean isIdle() {
    return inFlight.get() == 0;
  }

  /**
   * How long since the last message ended, or the connection was opened; zero while one is sent.
   */
  public Duration idleFor() {
    return isIdle() ? Duration.ofNanos(System.nanoTime() - lastActive) : Duration.ZERO;
  }

  /**
   * Takes no more messages, lets those in flight end, says QUIT and waits at most two seconds for
   * the answer. Completes when the connection has ended; never fails.
   */
  public Future<Void> quit() {
    leaving = true;
    onEventLoop(session::quit);
    return over.future().mapEmpty();
  }

  /** Ends the connection at once; messages in flight are NotSent or Unknown. Never fails. */
  public Future<Void> close() {
    leaving = true;
    onEventLoop(() -> wire.end(new Problem.ClosedHere()));
    return over.future().mapEmpty();
  }

  /** Completes when the connection has ended, for whatever reason; never fails. */
  public Future<Problem> ended() {
    return over.future();
  }

  /** The number of messages that the peer accepted here. */
  public int messagesSent() {
    return messagesSent;
  }

  /** What the peer offers, under TLS if there is TLS. */
  public Capabilities capabilities() {
    return capabilities;
  }

  /** How the connection is encrypted; empty where it is in clear. */
  public Optional<TlsFacts> tlsFacts() {
    return Optional.ofNullable(tlsFacts);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * The commands and replies of the message that ended last, or of the opening where none has; the
   * same as in its {@link Transmission}.
   */
  public List<String> transcript() {
    return transcript;
  }

  private void onEventLoop(Runnable action) {
    if (Vertx.currentContext() == context) {
      action.run();
    } else {
      context.runOnContext(turn -> action.run());
    }
  }

  /** On the event loop. */
  private final class Bookkeeping implements Session.Observer {

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer: the event loop
    public void ended(Transmission transmission) {
      if (transmission.outcome() instanceof Transmission.Outcome.Accepted) {
        messagesSent++;
      }
      transcript = transmission.transcript();
      lastActive = System.nanoTime();
      inFlight.decrementAndGet();
    }

    @Override
    public void over(Problem problem) {
      over.tryComplete(problem);
    }
  }
}
