package baton.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.admission.Protocol;
import baton.submission.admission.Submission;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer on loopback, which is a trusted network or not. */
class TrustedPeerTest {

  private static final String MESSAGE = "From: a@own.test\r\n\r\nhi";

  private final Vertx vertx = Vertx.vertx();
  private final List<Submission> submissions = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aMachineOfATrustedNetworkNeedsNeitherLoginNorTls() throws IOException {
    try (SmtpClient client = SmtpClient.connect(serve("127.0.0.0/8=demo").startTlsPort())) {
      assertThat(client.send("a@own.test", MESSAGE, "x@y.test")).startsWith("250 2.0.0");
      assertThat(submissions)
          .singleElement()
          .satisfies(
              submission -> {
                assertThat(submission.principal().account()).isEqualTo("demo");
                assertThat(submission.protocol()).isEqualTo(Protocol.ESMTP);
                assertThat(submission.sender()).hasToString("a@own.test");
              });
    }
  }

  @Test
  void itStandsUnderTheAccountsRulesAllTheSame() throws IOException {
    try (SmtpClient client = SmtpClient.connect(serve("127.0.0.0/8=other").startTlsPort())) {
      assertThat(client.send("a@own.test", MESSAGE, "x@y.test")).startsWith("550 5.7.1");
      assertThat(submissions).isEmpty();
    }
  }

  @Test
  void itMayTryToLogInAllTheSame() throws IOException {
    try (SmtpClient client = SmtpClient.connectTls(serve("127.0.0.0/8=demo").tlsPort())) {
      assertThat(client.login("unknown")).startsWith("454 4.7.0");
      assertThat(client.send("a@own.test", MESSAGE, "x@y.test")).startsWith("250 2.0.0");
    }
  }

  @Test
  void everybodyElseMustLogIn() throws IOException {
    try (SmtpClient client = SmtpClient.connect(serve("10.0.0.0/8=demo").startTlsPort())) {
      assertThat(client.send("a@own.test", MESSAGE, "x@y.test")).startsWith("530 5.7.0");
    }
  }

  @Test
  void whoCannotBeAskedIsNoReasonToRefuseForGood() throws IOException {
    try (SmtpClient client = SmtpClient.connectTls(serve("").tlsPort())) {
      assertThat(client.login("unknown")).startsWith("454 4.7.0");
    }
  }

  private SubmissionServer serve(String trusted) {
    return ServerUnderTest.start(
        vertx,
        trusted,
        LoginLimits.of(10, 100, Duration.ofMinutes(15)),
        _ -> Uni.createFrom().failure(new IllegalStateException("the database is away")),
        submissions::add);
  }
}
