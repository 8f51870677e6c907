package baton.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.submission.admission.Admission;
import baton.submission.admission.Credentials;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Receipt;
import baton.submission.admission.SendingDomain;
import baton.submission.admission.Submission;
import baton.submission.admission.TrustedNetworks;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    PrivateKey key = key();
    Limits limits = new Limits(1 << 20, 10 << 20, 1_000);
    Admission admission =
        new Admission(
            limits,
            name -> Uni.createFrom().item(Optional.of(new SendingDomain(name, "demo", "s", key))),
            (_, _) -> Uni.createFrom().item(Map.of()));
    SubmissionServer server =
        new SubmissionServer(
            vertx,
            new SmtpSettings(
                "localhost",
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limits.messageBytes(),
                limits.recipients(),
                10 << 20,
                Duration.ofSeconds(1)),
            TrustedNetworks.parse(trusted),
            nobodyKnows(),
            admission,
            submission -> {
              submissions.add(submission);
              return Uni.createFrom().item(List.of(new Receipt("x@y.test", MessageId.next())));
            },
            limits);
    server.listen().toCompletionStage().toCompletableFuture().join();
    return server;
  }

  private static Credentials nobodyKnows() {
    Uni<Optional<Principal>> away =
        Uni.createFrom().failure(new IllegalStateException("the database is away"));
    return new Credentials() {
      @Override
      public Uni<Optional<Principal>> authenticate(String apiKey) {
        return away;
      }

      @Override
      public Uni<Optional<Principal>> recall(Principal known) {
        return away;
      }
    };
  }

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
