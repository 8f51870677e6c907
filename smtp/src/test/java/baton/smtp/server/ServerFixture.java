package baton.smtp.server;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A server on an ephemeral port of loopback, with a scripted middle. */
final class ServerFixture implements AutoCloseable {

  final Vertx vertx = Vertx.vertx();
  final ScriptedConversations conversations;
  final SmtpServer server;

  ServerFixture(UnaryOperator<SmtpServerOptions> settings) throws Exception {
    this(settings, false);
  }

  ServerFixture(UnaryOperator<SmtpServerOptions> settings, boolean mustAuthenticate)
      throws Exception {
    conversations = new ScriptedConversations(vertx, mustAuthenticate);
    SmtpServerOptions options =
        new SmtpServerOptions()
            .hostName("mx.baton.test")
            .bindAddress("127.0.0.1")
            .eventLoops(2)
            .maxMessageSize(1_000_000);
    server =
        new SmtpServer(vertx, settings.apply(options), conversations)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  /** Connects and reads the greeting. */
  TestPeer connect() throws Exception {
    TestPeer peer = TestPeer.connect(server.port());
    peer.readReply();
    return peer;
  }

  /** Connects, and says HELO. */
  TestPeer greet() throws Exception {
    TestPeer peer = connect();
    peer.ask("HELO client.example");
    return peer;
  }

  /** A peer that has been told 354. */
  TestPeer inData() throws Exception {
    TestPeer peer = greet();
    peer.ask("MAIL FROM:<a@client.example>");
    peer.ask("RCPT TO:<b@here.example>");
    peer.ask("DATA");
    return peer;
  }

  @Override
  public void close() throws Exception {
    server
        .shutdown(Duration.ZERO)
        .compose(_ -> vertx.close())
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
