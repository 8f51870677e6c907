package baton.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.admission.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer on loopback that tries one API key after the other. */
class GuessingTest {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void afterTooManyWrongKeysEvenTheRightOneIsTurnedAway() throws IOException {
    int port = serve(5).tlsPort();
    try (SmtpClient client = SmtpClient.connectTls(port)) {
      assertThat(client.login("wrong 1")).startsWith("535 5.7.8");
      assertThat(client.login("wrong 2")).startsWith("535 5.7.8");
      assertThat(client.login("right")).startsWith("235 2.7.0");
    }
    try (SmtpClient client = SmtpClient.connectTls(port)) {
      assertThat(client.login("wrong 3")).startsWith("535 5.7.8");
      assertThat(client.login("wrong 4")).startsWith("535 5.7.8");
      assertThat(client.login("wrong 5")).startsWith("535 5.7.8");
    }
    try (SmtpClient client = SmtpClient.connectTls(port)) {
      assertThat(client.login("right"))
          .isEqualTo("421 4.7.0 too many failed logins; try again later");
    }
    assertThat(asked).hasValue(6);
  }

  @Test
  void aSessionOfGuessesIsClosed() throws IOException {
    try (SmtpClient client = SmtpClient.connectTls(serve(100).tlsPort())) {
      client.login("wrong 1");
      client.login("wrong 2");
      client.login("wrong 3");

      assertThat(client.reply()).isEqualTo("421 4.7.0 Too many failed logins, closing");
    }
  }

  private SubmissionServer serve(int failuresPerAddress) {
    return ServerUnderTest.start(
        vertx,
        "",
        new LoginLimits(
            failuresPerAddress,
            100,
            Duration.ofMinutes(15),
            Duration.ofMillis(1),
            Duration.ofMillis(10)),
        key -> {
          asked.incrementAndGet();
          return Uni.createFrom()
              .item(
                  key.equals("right")
                      ? Optional.of(new Principal("demo", "key"))
                      : Optional.empty());
        },
        _ -> {});
  }
}
