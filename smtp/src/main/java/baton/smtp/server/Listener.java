package baton.smtp.server;

import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's share of a server's connections. Vert.x hands connections in turn to all
 * listeners of the same port.
 */
final class Listener extends AbstractVerticle {

  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private final SmtpServerOptions options;
  private final Capacity capacity;
  private final Conversations conversations;
  private final int sharedPort;
  private final Set<Session> sessions = new HashSet<>();
  private volatile int actualPort;
  private @Nullable Promise<Void> drained;

  /**
   * @param sharedPort the port, or a negative number that listeners share where any port will do
   */
  Listener(
      SmtpServerOptions options, Capacity capacity, Conversations conversations, int sharedPort) {
    this.options = options;
    this.capacity = capacity;
    this.conversations = conversations;
    this.sharedPort = sharedPort;
  }

  @Override
  public void start(Promise<Void> started) {
    long idle = options.idleTimeout().toMillis();
    NetServerOptions netOptions =
        new NetServerOptions()
            .setHost(options.bindAddress())
            .setPort(sharedPort)
            .setTcpNoDelay(true)
            .setTcpKeepAlive(true)
            .setAcceptBacklog(1_024)
            .setSsl(options.implicitTls())
            .setUseProxyProtocol(options.proxies().isPresent())
            // For peers that do not even read the 421 of closeSilent(): their sockets never drain.
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, 2 * idle + 60_000));
    options.keyCert().ifPresent(netOptions::setKeyCertOptions);
    NetServer server = vertx.createNetServer(netOptions);
    server.connectHandler(this::connected);
    server.exceptionHandler(Listener::failedEarly);
    server
        .listen()
        .onSuccess(
            listening -> {
              actualPort = listening.actualPort();
              vertx.setPeriodic(Math.clamp(idle / 4, 10, 1_000), _ -> closeSilent());
            })
        .<Void>mapEmpty()
        .onComplete(started);
  }

  /** The class only: messages of such failures quote what the peer sent. */
  private static void failedEarly(Throwable failure) {
    if (failure instanceof HAProxyProtocolException) {
      log.info("connection closed reason=no-valid-proxy-header");
    } else {
      log.debug("connection failed before the greeting cause={}", failure.getClass());
    }
  }

  /** A header of the PROXY protocol counts only where a proxy wrote it. */
  private boolean mayCome(NetSocket socket) {
    if (options.proxies().isEmpty()) {
      return true;
    }
    SocketAddress proxy = socket.remoteAddress(true);
    if (proxy == null || !options.proxies().get().test(proxy)) {
      log.warn("connection closed reason=no-proxy peer={}", proxy);
      return false;
    }
    if (socket.remoteAddress().hostAddress() == null) {
      log.warn("connection closed reason=no-client-address proxy={}", proxy);
      return false;
    }
    return true;
  }

  private void connected(NetSocket socket) {
    if (!mayCome(socket)) {
      socket.close();
      return;
    }
    SessionPeer peer = new SessionPeer(socket);
    String address = peer.address().hostAddress();
    if (drained != null) {
      refuse(socket, Answer.SHUTTING_DOWN);
      return;
    }
    switch (capacity.enter(address)) {
      case ADMITTED -> open(socket, peer);
      case SERVER_FULL -> {
        log.warn("connection refused peer={} reason=server-full", peer);
        refuse(socket, Answer.SERVER_FULL);
      }
      case ADDRESS_FULL -> {
        log.warn("connection refused peer={} reason=address-full", peer);
        refuse(socket, Answer.ADDRESS_FULL);
      }
    }
  }

  private void open(NetSocket socket, SessionPeer peer) {
    Conversation conversation;
    try {
      conversation = conversations.open(peer);
    } catch (RuntimeException failure) {
      log.error("conversation failed to open peer={}", peer, failure);
      capacity.leave(peer.address().hostAddress());
      refuse(socket, Answer.BROKEN);
      return;
    }
    Session session = new Session(this, socket, context, peer, conversation);
    sessions.add(session);
    session.start();
  }

  private static void refuse(NetSocket socket, Answer answer) {
    socket.end(Buffer.buffer(answer.wire()));
  }

  /** A session's socket is gone. */
  void left(Session session) {
    if (sessions.remove(session)) {
      capacity.leave(session.peer().address().hostAddress());
    }
    if (drained != null && sessions.isEmpty()) {
      drained.tryComplete();
    }
  }

  private void closeSilent() {
    long deadline = System.nanoTime() - options.idleTimeout().toNanos();
    List.copyOf(sessions).forEach(session -> session.closeIfSilentSince(deadline));
  }

  /**
   * Closes sessions as their transactions end, and all that are left when the time is over.
   *
   * @return completes when no session is left, or the time is over
   */
  Future<Void> drain(Duration patience) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        _ -> {
          if (drained == null) {
            drained = Promise.promise();
          }
          drained.future().onComplete(done);
          List.copyOf(sessions).forEach(Session::drain);
          if (sessions.isEmpty()) {
            drained.tryComplete();
            return;
          }
          vertx.setTimer(Math.max(1, patience.toMillis()), _ -> abort());
        });
    return done.future();
  }

  private void abort() {
    List.copyOf(sessions).forEach(Session::abort);
    Objects.requireNonNull(drained).tryComplete();
  }

  SmtpServerOptions options() {
    return options;
  }

  Capacity capacity() {
    return capacity;
  }

  int actualPort() {
    return actualPort;
  }
}
