package baton.smtp.server;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server on one port: keeps the protocol's rules (RFC 5321 and the extensions that {@code
 * package-info} lists), and asks a {@link Conversation} per connection what to say to mail.
 *
 * <p>Connections are spread over as many event loops as the options say.
 */
public final class SmtpServer {

  /** Negative port numbers mean "any port, the same for all that name this number" to Vert.x. */
  private static final AtomicInteger nextSharedPort = new AtomicInteger(-25_000);

  private final Vertx vertx;
  private final SmtpServerOptions options;
  private final Conversations conversations;
  private final Capacity capacity;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /**
   * A server that does not listen yet.
   *
   * @throws IllegalArgumentException with a sentence, where the options contradict each other
   */
  public SmtpServer(Vertx vertx, SmtpServerOptions options, Conversations conversations) {
    options.check();
    this.vertx = vertx;
    this.options = new SmtpServerOptions(options);
    this.conversations = conversations;
    this.capacity = new Capacity(this.options);
  }

  /**
   * Begins to take connections; to be called once.
   *
   * @return this server when it listens; fails with a sentence where it cannot, the port being in
   *     use, or the certificate unreadable
   */
  public Future<SmtpServer> listen() {
    int port = options.port() == 0 ? nextSharedPort.getAndDecrement() : options.port();
    return deploy(port, 1)
        .compose(_ -> options.eventLoops() == 1 ? done() : deploy(port, options.eventLoops() - 1))
        .map(this)
        .recover(
            failure -> {
              String where = options.bindAddress() + ":" + options.port();
              return Future.failedFuture(
                  new IllegalStateException(
                      "cannot listen for SMTP on " + where + ": " + failure.getMessage(), failure));
            });
  }

  private Future<Void> deploy(int port, int instances) {
    return vertx
        .deployVerticle(
            () -> {
              Listener listener = new Listener(options, capacity, conversations, port);
              listeners.add(listener);
              return listener;
            },
            new DeploymentOptions().setInstances(instances))
        .mapEmpty();
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  /** The port that it listens on; 0 while it does not. */
  public int port() {
    return listeners.isEmpty() ? 0 : listeners.getFirst().actualPort();
  }

  /** Connections that are open now. */
  public int connections() {
    return capacity.connections();
  }

  /** Octets of messages that are held now, see {@link SmtpServerOptions#bytesInFlightLimit}. */
  public long bytesInFlight() {
    return capacity.bytesInFlight();
  }

  /**
   * Stops: new connections, and sessions between transactions, get {@code 421 4.3.2}; an open
   * transaction may finish first. May be called again, with less patience.
   *
   * @param patience how long open transactions may take; then they get 421 too
   * @return completes when all is closed; {@link #listen} cannot be called again
   */
  public Future<Void> shutdown(Duration patience) {
    return Future.join(listeners.stream().map(listener -> listener.drain(patience)).toList())
        .compose(
            _ ->
                Future.join(
                    listeners.stream()
                        .map(Listener::deploymentID)
                        .distinct()
                        .filter(vertx.deploymentIDs()::contains)
                        .map(vertx::undeploy)
                        .toList()))
        .mapEmpty();
  }
}
