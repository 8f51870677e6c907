package baton.submission.smtp;

import baton.contracts.MessageId;
import baton.submission.admission.Admission;
import baton.submission.admission.Credentials;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.Receipt;
import baton.submission.admission.SendingDomain;
import baton.submission.admission.Standing;
import baton.submission.admission.Submission;
import baton.submission.admission.TrustedNetworks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Submission's SMTP without the rooms behind it: every domain is the account demo's. */
final class ServerUnderTest {

  private static final PrivateKey KEY = key();

  private ServerUnderTest() {}

  static SubmissionServer start(
      Vertx vertx,
      String trusted,
      LoginLimits logins,
      Function<String, Uni<Optional<Principal>>> keys,
      Consumer<Submission> submissions) {
    Limits limits = new Limits(1 << 20, 10 << 20, 1_000);
    Admission admission =
        new Admission(
            limits,
            name -> Uni.createFrom().item(Optional.of(new SendingDomain(name, "demo", "s", KEY))),
            (_, _) -> Uni.createFrom().item(Map.of()),
            _ -> Uni.createFrom().item(Standing.GOOD));
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
                logins,
                List.of(),
                Duration.ofSeconds(1)),
            TrustedNetworks.parse(trusted),
            credentials(keys),
            admission,
            submission -> {
              submissions.accept(submission);
              return Uni.createFrom().item(List.of(new Receipt("x@y.test", MessageId.next())));
            },
            limits,
            new SimpleMeterRegistry());
    server.listen().toCompletionStage().toCompletableFuture().join();
    return server;
  }

  private static Credentials credentials(Function<String, Uni<Optional<Principal>>> keys) {
    return new Credentials() {
      @Override
      public Uni<Optional<Principal>> authenticate(String apiKey) {
        return keys.apply(apiKey);
      }

      @Override
      public Uni<Optional<Principal>> recall(Principal known) {
        return Uni.createFrom().item(Optional.of(known));
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
