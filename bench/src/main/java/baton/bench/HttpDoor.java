package baton.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** {@code POST /v1/emails}, one connection a session. */
final class HttpDoor implements Door {

  private static final int ACCEPTED = 202;

  private final Vertx vertx;
  private final RequestOptions request;
  private final Letter letter;

  HttpDoor(Vertx vertx, int port, String key, Letter letter) {
    this.vertx = vertx;
    this.letter = letter;
    this.request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/v1/emails")
            .putHeader("Authorization", "Bearer " + key)
            .putHeader("Content-Type", "application/json");
  }

  @Override
  public Future<Session> open() {
    return Future.succeededFuture(
        new Connected(vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1))));
  }

  private final class Connected implements Session {

    private final HttpClient client;

    private Connected(HttpClient client) {
      this.client = client;
    }

    @Override
    public Future<Void> send(int number) {
      return client
          .request(request)
          .compose(opened -> opened.send(Buffer.buffer(letter.json(number))))
          .compose(response -> response.body().compose(body -> judged(response, body)));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  private static Future<Void> judged(HttpClientResponse response, Buffer body) {
    return response.statusCode() == ACCEPTED
        ? Future.succeededFuture()
        : Future.failedFuture(response.statusCode() + " " + body);
  }
}
