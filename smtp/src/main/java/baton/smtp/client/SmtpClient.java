package baton.smtp.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens conversations with mail servers. One client serves any number of connections and threads.
 *
 * <p>Each connection lives on an event loop of its own choice, not the caller's: a service that
 * calls from one thread would else have all its conversations on it. Futures complete on the
 * connection's event loop.
 */
public final class SmtpClient {

  /** What cannot be chosen per connection in a Vert.x client. */
  private record Origin(@Nullable String localAddress, int connectMillis) {}

  private final VertxInternal vertx;
  private final Map<Origin, NetClient> clients = new ConcurrentHashMap<>();

  public SmtpClient(Vertx vertx) {
    this.vertx = (VertxInternal) vertx;
  }

  /**
   * Connects and goes as far as EHLO and STARTTLS. Fails with {@link ConnectFailedException} only;
   * nothing is tried twice.
   */
  public Future<SmtpConnection> connect(Endpoint endpoint) {
    Promise<SmtpConnection> promise = Promise.promise();
    vertx.createEventLoopContext().runOnContext(turn -> dial(endpoint, promise));
    return promise.future();
  }

  /** Closes every connection that was opened here, in the middle of whatever it is doing. */
  public Future<Void> close() {
    return Future.join(clients.values().stream().map(NetClient::close).toList()).mapEmpty();
  }

  private void dial(Endpoint endpoint, Promise<SmtpConnection> promise) {
    client(endpoint)
        .connect(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
        .onSuccess(socket -> Opener.open(socket, endpoint, promise))
        .onFailure(
            e ->
                promise.tryFail(
                    new ConnectFailedException(
                        new Problem.Unreachable(String.valueOf(e.getMessage())), List.of())));
  }

  private NetClient client(Endpoint endpoint) {
    long millis = Math.min(endpoint.timeouts().connect().toMillis(), Integer.MAX_VALUE);
    return clients.computeIfAbsent(
        new Origin(endpoint.localAddress(), (int) millis),
        origin -> {
          NetClientOptions options =
              new NetClientOptions()
                  .setTcpNoDelay(true)
                  .setConnectTimeout(origin.connectMillis())
                  .setTrustOptions(TrustOptions.wrap(new AnyPeer()))
                  .setHostnameVerificationAlgorithm("");
          if (origin.localAddress() != null) {
            options.setLocalAddress(origin.localAddress());
          }
          return vertx.createNetClient(options);
        });
  }
}
