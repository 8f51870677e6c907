package baton.delivery.transmission;

import baton.delivery.routing.Host;
import baton.delivery.shaping.Line;
import baton.delivery.shaping.Lines;
import baton.delivery.shaping.Loop;
import baton.smtp.client.ConnectFailedException;
import baton.smtp.client.Endpoint;
import baton.smtp.client.Problem;
import baton.smtp.client.SmtpClient;
import baton.smtp.client.SmtpConnection;
import baton.smtp.client.Timeouts;
import baton.smtp.client.Tls;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Opens SMTP conversations: under TLS where the server offers it, else in the clear. For messages
 * that require TLS, only with a server that proves who it is and offers REQUIRETLS (RFC 8689
 * section 4.2.1).
 */
public final class SmtpLines implements Lines {

  private final SmtpClient client;
  private final Loop loop;
  private final String ehloName;
  private final Timeouts timeouts;
  private final Authorities authorities;

  public SmtpLines(
      SmtpClient client, Loop loop, String ehloName, Timeouts timeouts, Authorities authorities) {
    this.client = client;
    this.loop = loop;
    this.ehloName = ehloName;
    this.timeouts = timeouts;
    this.authorities = authorities;
  }

  @Override
  public CompletionStage<Line> open(Host host, boolean encrypted, Consumer<Line> over) {
    CompletableFuture<Line> opened = new CompletableFuture<>();
    connect(host, encrypted)
        .onComplete(result -> loop.execute(() -> settle(result, host, over, opened)));
    return opened;
  }

  /** A handshake that fails is followed by one try in the clear, unless TLS is demanded. */
  private Future<SmtpConnection> connect(Host host, boolean encrypted) {
    Endpoint endpoint = Endpoint.of(host.address(), host.port(), ehloName).withTimeouts(timeouts);
    if (encrypted) {
      return client
          .connect(endpoint.withTls(authorities.proofOf(host.name()), host.name()))
          .compose(SmtpLines::keepingRequireTls);
    }
    return client
        .connect(endpoint.withTls(new Tls.Opportunistic(), host.name()))
        .recover(
            failure ->
                tlsFailed(failure)
                    ? client.connect(endpoint.withTls(new Tls.None(), host.name()))
                    : Future.failedFuture(failure));
  }

  private static Future<SmtpConnection> keepingRequireTls(SmtpConnection connection) {
    if (connection.keepsRequireTls()) {
      return Future.succeededFuture(connection);
    }
    List<String> transcript = connection.transcript();
    connection.quit();
    return Future.failedFuture(
        new NotOpened(
            new Problem.TlsUnavailable("the server does not offer REQUIRETLS"), transcript));
  }

  private static boolean tlsFailed(Throwable failure) {
    return failure instanceof ConnectFailedException failed
        && failed.problem() instanceof Problem.TlsFailed;
  }

  private void settle(
      AsyncResult<SmtpConnection> result,
      Host host,
      Consumer<Line> over,
      CompletableFuture<Line> opened) {
    if (result.succeeded()) {
      SmtpLine line = new SmtpLine(result.result(), host, loop);
      opened.complete(line);
      result.result().ended().onComplete(ended -> loop.execute(() -> over.accept(line)));
    } else {
      opened.completeExceptionally(notOpened(result.cause()));
    }
  }

  private static NotOpened notOpened(Throwable cause) {
    return switch (cause) {
      case NotOpened notOpened -> notOpened;
      case ConnectFailedException failed -> new NotOpened(failed.problem(), failed.transcript());
      default ->
          new NotOpened(new Problem.Unreachable(String.valueOf(cause.getMessage())), List.of());
    };
  }
}
