package baton.bench;

import baton.smtp.client.Endpoint;
import baton.smtp.client.Envelope;
import baton.smtp.client.SmtpClient;
import baton.smtp.client.SmtpConnection;
import baton.smtp.client.Transmission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;

/** Submission by SMTP from a trusted network, one connection a session. */
final class SmtpDoor implements Door {

  private final SmtpClient client;
  private final Endpoint endpoint;
  private final Letter letter;

  SmtpDoor(Vertx vertx, int port, Letter letter) {
    this.client = new SmtpClient(vertx);
    this.endpoint = Endpoint.of("127.0.0.1", port, "bench.test");
    this.letter = letter;
  }

  @Override
  public Future<Session> open() {
    return client.connect(endpoint).map(Connected::new);
  }

  private final class Connected implements Session {

    private final SmtpConnection connection;

    private Connected(SmtpConnection connection) {
      this.connection = connection;
    }

    @Override
    public Future<Void> send(int number) {
      return connection
          .send(
              Envelope.of(Letter.FROM, Letter.recipient(number)),
              letter.mime(number).getBytes(StandardCharsets.US_ASCII))
          .compose(
              transmission ->
                  transmission.outcome() instanceof Transmission.Outcome.Accepted
                      ? Future.succeededFuture()
                      : Future.failedFuture(transmission.outcome().toString()));
    }

    @Override
    public void close() {
      connection.quit();
    }
  }
}
