package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of the client share: one Vert.x, one client, a message, and waiting for futures. */
abstract class ClientTest {

  static final byte[] MESSAGE = bytes("Subject: hello\r\n\r\nhello\r\n");
  static final Envelope ENVELOPE = Envelope.of("s@sender.example", "r@recipient.example");

  /** The opening of a peer that pipelines. */
  static final String PIPELINING =
      """
      S: 220 mx.example ready
      C: EHLO client.example
      S: 250-mx.example
      S: 250-PIPELINING
      S: 250-SIZE 1000000
      S: 250 8BITMIME
      """;

  /** The opening of a peer that does not. */
  static final String LOCKSTEP =
      """
      S: 220 mx.example ready
      C: EHLO client.example
      S: 250 mx.example
      """;

  static Vertx vertx;
  static SmtpClient client;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    client = new SmtpClient(vertx);
  }

  @AfterAll
  static void stop() {
    await(vertx.close());
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing came of it", e);
    }
  }

  static SmtpConnection connect(ScriptedPeer peer) {
    return await(client.connect(peer.endpoint()));
  }

  /** Every phase this short: only for peers that must be found too slow. */
  static Timeouts impatient() {
    return Timeouts.all(Duration.ofMillis(200));
  }

  static Problem failure(Future<SmtpConnection> connecting) {
    try {
      connecting.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      throw new AssertionError("connected");
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ConnectFailedException.class);
      return ((ConnectFailedException) e.getCause()).problem();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("nothing came of it", e);
    }
  }
}
