package baton.submission.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.contracts.TopicRecord;
import baton.contracts.token.TokenKeys;
import baton.smtp.grammar.EmailAddress;
import baton.submission.admission.Admission;
import baton.submission.admission.Counted;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.InFlight;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.Protocol;
import baton.submission.admission.Quota;
import baton.submission.admission.Quotas;
import baton.submission.admission.Receipt;
import baton.submission.admission.Recipient;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Repetitions;
import baton.submission.admission.SendingDomain;
import baton.submission.admission.SendingDomains;
import baton.submission.admission.Standing;
import baton.submission.admission.Submission;
import baton.submission.admission.Wishes;
import baton.submission.prepare.Preparation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** With an outbox that answers when the test says so, as Kafka would not. */
class HandoverTest {

  private static final PrivateKey KEY = key();
  private static final SendingDomains DOMAINS =
      name -> Uni.createFrom().item(Optional.of(new SendingDomain(name, "demo", "s1", KEY)));

  /** No message here has a key. */
  private static final Repetitions NO_REPETITIONS =
      new Repetitions() {
        @Override
        public Uni<Optional<List<Receipt>>> answered(String account, IdempotencyKey key) {
          throw new AssertionError("asked for " + key);
        }

        @Override
        public Uni<List<Receipt>> once(
            String account,
            IdempotencyKey key,
            List<String> recipients,
            Function<Reserved, Uni<Void>> takeOver) {
          throw new AssertionError("asked for " + key);
        }
      };

  private final List<UniEmitter<? super Void>> waiting = new ArrayList<>();
  private final List<TopicRecord> published = new ArrayList<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final InFlight inFlight = new InFlight(100_000);

  /** Messages that were counted and not given back. */
  private final AtomicInteger sent = new AtomicInteger();

  private final Quotas quotas =
      (_, _, messages) -> {
        sent.addAndGet(messages);
        Counted counted = () -> sent.addAndGet(-messages);
        return Uni.createFrom().item(counted);
      };

  private Quota quota = Quota.NONE;

  @Test
  void nothingIsSaidBeforeTheOutboxHasSaidIt() {
    CompletableFuture<List<Receipt>> answer = accept(handover(DOMAINS), message(10), "x@y.test");

    assertThat(answer).isNotDone();
    assertThat(published).hasSize(2);
    waiting.getFirst().complete(null);
    assertThat(answer).isCompletedWithValueMatching(receipts -> receipts.size() == 1);
    assertThat(counted("accepted")).isEqualTo(1);
  }

  @Test
  void whatIsOnItsWayIsCountedUntilItHasArrivedOrFailed() {
    Handover handover = handover(DOMAINS);
    CompletableFuture<List<Receipt>> first =
        accept(handover, message(40_000), "x@y.test", "z@y.test");
    assertThat(inFlight.held()).isGreaterThan(80_000);

    assertThat(refusal(accept(handover, message(40_000), "x@y.test"))).isEqualTo(Refusal.BUSY);

    waiting.getFirst().fail(new RefusedException(Refusal.UNAVAILABLE, "Kafka is away"));
    assertThat(refusal(first)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(inFlight.held()).isZero();
    assertThat(counted("unavailable")).isEqualTo(2);
  }

  @Test
  void whatNobodyExpectedIsNoReasonForTheSenderToGiveUp() {
    Handover handover =
        handover(_ -> Uni.createFrom().failure(new IllegalStateException("the database is away")));

    CompletableFuture<List<Receipt>> answer = accept(handover, message(10), "x@y.test");

    assertThat(refusal(answer)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(published).isEmpty();
  }

  @Test
  void whatIsTakenOverCountsAndWhatIsNotDoesNot() {
    quota = new Quota(100, 100, 100);
    CompletableFuture<List<Receipt>> taken =
        accept(handover(DOMAINS), message(10), "x@y.test", "y@y.test");
    CompletableFuture<List<Receipt>> lost = accept(handover(DOMAINS), message(10), "x@y.test");
    assertThat(sent).hasValue(3);

    waiting.getFirst().complete(null);
    waiting.getLast().fail(new RefusedException(Refusal.UNAVAILABLE, "kafka is away"));
    assertThat(taken).isCompleted();
    assertThat(refusal(lost)).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(sent).hasValue(2);
  }

  @Test
  void whatIsRefusedIsCounted() {
    assertThat(refusal(accept(handover(DOMAINS), "no header", "x@y.test")))
        .isEqualTo(Refusal.BAD_CONTENT);
    assertThat(counted("refused")).isEqualTo(1);
  }

  private Handover handover(SendingDomains domains) {
    return new Handover(
        new Admission(
            new Limits(1 << 20, 10 << 20, 100),
            domains,
            (_, _) -> Uni.createFrom().item(Map.of()),
            _ -> Uni.createFrom().item(new Standing(null, quota))),
        new Preparation(
            TokenKeys.parse(TokenKeys.generate(1)),
            "https://track.test",
            "bounces.test",
            InstantSource.system()),
        (records, _) ->
            Uni.createFrom()
                .emitter(
                    emitter -> {
                      published.addAll(records);
                      waiting.add(emitter);
                    }),
        NO_REPETITIONS,
        quotas,
        inFlight,
        Runnable::run,
        new HandoverMetrics(metrics));
  }

  private double counted(String outcome) {
    return metrics
        .get("baton.submission.messages")
        .tags("protocol", "smtp", "outcome", outcome)
        .counter()
        .count();
  }

  private static CompletableFuture<List<Receipt>> accept(
      Handover handover, String message, String... recipients) {
    return handover
        .accept(
            new Submission(
                new Principal("demo", "test"),
                Protocol.ESMTPSA,
                EmailAddress.parse("a@own.test"),
                List.of(recipients).stream()
                    .map(recipient -> Recipient.of(EmailAddress.parse(recipient)))
                    .toList(),
                message.getBytes(StandardCharsets.UTF_8),
                Wishes.DEFAULT))
        .subscribeAsCompletionStage();
  }

  private static Refusal refusal(CompletableFuture<?> answer) {
    RuntimeException failure =
        catchThrowableOfType(
            RuntimeException.class, () -> answer.orTimeout(10, TimeUnit.SECONDS).join());
    return ((RefusedException) failure.getCause()).refusal();
  }

  private static String message(int size) {
    return "From: a@own.test\r\n\r\n" + "12345678\r\n".repeat(size / 10);
  }

  private static PrivateKey key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
