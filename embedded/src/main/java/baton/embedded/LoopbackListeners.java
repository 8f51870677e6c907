package baton.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's sockets, bound before the broker exists. So a port that is taken is a clear refusal
 * rather than a failure deep in Kafka's start, and port 0 is resolved before Kafka writes ports
 * into its configuration, with no moment in between in which another process could take it.
 */
final class LoopbackListeners implements ServerSocketFactory, AutoCloseable {
  static final String HOST = "127.0.0.1";

  private final Map<String, ServerSocketChannel> unclaimed = new ConcurrentHashMap<>();

  /** Binds a listener and returns its port; port 0 picks a free one. */
  int bind(String listener, int port) {
    try {
      ServerSocketChannel channel = ServerSocketChannel.open();
      try {
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      unclaimed.put(listener, channel);
      return channel.socket().getLocalPort();
    } catch (BindException e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: port %d on %s is in use by another program.".formatted(port, HOST),
          e);
    } catch (IOException e) {
      throw new EmbeddedStartException(
          "Kafka cannot start: port %d on %s cannot be opened (%s)."
              .formatted(port, HOST, e.getMessage()),
          e);
    }
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int receiveBufferBytes, int backlog)
      throws IOException {
    ServerSocketChannel bound = unclaimed.remove(listener);
    if (bound == null) {
      throw new SocketException("listener " + listener + " was not bound or is taken already");
    }
    return bound;
  }

  /** Closes what Kafka has not claimed; what it has, it closes itself. */
  @Override
  public void close() {
    for (ServerSocketChannel channel : unclaimed.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        // An unclaimed listening socket holds nothing that could be lost.
        continue;
      }
    }
    unclaimed.clear();
  }
}
