package baton.feedback.intake;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.event.Event;
import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.Samples;
import baton.feedback.Samples.Sent;
import baton.feedback.attribution.Attribution;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntakeTest {

  private static final Instant NOW = Instant.parse("2025-05-05T08:00:05Z");

  private final Samples samples = Samples.ofOwnKey();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Event.FromFeedback> published = new ArrayList<>();
  private final Sent sent = samples.sent();

  @Test
  void aComplaintFromAFeedbackLoopIsAboutTheMessageOfItsReference() {
    assertThat(take("arf-full", List.of())).isEqualTo(Outcome.PUBLISHED);

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.Complained.class,
            complaint -> {
              assertThat(complaint.messageId()).isEqualTo(sent.id());
              assertThat(complaint.about().account()).isEqualTo(Samples.ACCOUNT);
              assertThat(complaint.about().recipient()).isEqualTo(Samples.RECIPIENT);
              assertThat(complaint.time()).isEqualTo(NOW);
              assertThat(complaint.feedbackType()).isEqualTo("abuse");
              assertThat(complaint.reporter()).isEqualTo("ProviderFeedback/2.1");
            });
  }

  @Test
  void aBounceToAReturnPathIsAboutItsMessage() {
    assertThat(take("dsn-postfix", List.of(sent.origin()))).isEqualTo(Outcome.PUBLISHED);

    assertThat(published)
        .singleElement()
        .isInstanceOfSatisfying(
            Event.BouncedLater.class,
            bounce -> {
              assertThat(bounce.messageId()).isEqualTo(sent.id());
              assertThat(bounce.about().recipient()).isEqualTo(Samples.RECIPIENT);
              assertThat(bounce.bounceClass()).isEqualTo("InvalidRecipient");
              assertThat(bounce.hard()).isTrue();
              assertThat(bounce.asynchronous()).isTrue();
              assertThat(bounce.enhancedStatus()).isEqualTo("5.1.1");
              assertThat(bounce.reportingServer()).isEqualTo("mail.provider.example");
            });
  }

  @Test
  void aBounceWithoutAReturnedHeaderNamesNoRecipientWhateverItsFieldsSay() {
    byte[] raw = Samples.read("dsn-postfix", "gone");

    assertThat(take(raw, List.of(sent.origin()))).isEqualTo(Outcome.PUBLISHED);

    assertThat(published.getFirst().about().recipient()).isNull();
  }

  @Test
  void aReportThatComesAgainMakesTheSameEvent() {
    take("dsn-postfix", List.of(sent.origin()));
    take("dsn-postfix", List.of(sent.origin()));
    take("dsn-exim", List.of(sent.origin()));

    assertThat(published).hasSize(3);
    assertThat(published.get(1).id()).isEqualTo(published.get(0).id());
    assertThat(published.get(2).id()).isNotEqualTo(published.get(0).id());
  }

  @ParameterizedTest
  @CsvSource({
    "arf-not-spam, NO_CHANGE, arf",
    "arf-auth-failure, NO_CHANGE, arf",
    "dsn-postfix-delayed, NO_CHANGE, dsn",
    "arf-without-type, UNREADABLE, arf",
    "arf-without-original, FOREIGN, arf",
    "dsn-without-status, UNREADABLE, dsn",
    "mdn, NOT_UNDERSTOOD, other",
    "human, NOT_UNDERSTOOD, other",
    "human-forwards-a-bounce, NOT_UNDERSTOOD, other",
  })
  void whatChangesNothingIsCountedAndTaken(String sample, Outcome outcome, String kind) {
    assertThat(take(sample, List.of())).isEqualTo(outcome);

    assertThat(published).isEmpty();
    assertThat(counted(kind, outcome)).isEqualTo(1);
  }

  @Test
  void aForgedReportChangesNothing() {
    String forged = Samples.ofOwnKey().sent("victim@provider.example").reference();

    assertThat(take(Samples.read("arf-full", forged), List.of())).isEqualTo(Outcome.FOREIGN);
    assertThat(take(Samples.read("dsn-postfix", forged), List.of())).isEqualTo(Outcome.FOREIGN);

    assertThat(published).isEmpty();
    assertThat(counted("arf", Outcome.FOREIGN)).isEqualTo(1);
    assertThat(counted("dsn", Outcome.FOREIGN)).isEqualTo(1);
  }

  @Test
  void whoHoldsTwoTokensCannotTurnOneMessagesReportAgainstTheOthersRecipient() {
    Sent victims = samples.sent("victim@provider.example");

    take(Samples.read("arf-full", victims.reference()), List.of(sent.origin()));

    assertThat(published)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.messageId()).isEqualTo(sent.id());
              assertThat(event.about().recipient()).isNull();
            });
  }

  @Test
  void aReportThatCannotBeKeptMustComeAgain() {
    Intake away = intake(_ -> Uni.createFrom().failure(new IllegalStateException("Kafka is away")));

    Outcome outcome =
        away.take(Samples.read("arf-full", sent.reference()), List.of(), "test")
            .await()
            .indefinitely();

    assertThat(outcome).isEqualTo(Outcome.UNAVAILABLE);
    assertThat(counted("arf", Outcome.UNAVAILABLE)).isEqualTo(1);
  }

  @Test
  void anEmptyMessageIsTaken() {
    assertThat(take(new byte[0], List.of())).isEqualTo(Outcome.NOT_UNDERSTOOD);
    assertThat(take("\r\n".getBytes(StandardCharsets.US_ASCII), List.of(sent.origin())))
        .isEqualTo(Outcome.NOT_UNDERSTOOD);
  }

  private Outcome take(String sample, List<Origin> origins) {
    return take(Samples.read(sample, sent.reference()), origins);
  }

  private Outcome take(byte[] raw, List<Origin> origins) {
    Intake intake =
        intake(
            events -> {
              published.addAll(events);
              return Uni.createFrom().voidItem();
            });
    return intake.take(raw, origins, "test").await().indefinitely();
  }

  private Intake intake(FeedbackEvents events) {
    return new Intake(
        new Recognition(Limits.DEFAULT),
        new Attribution(samples.keys()),
        events,
        meters,
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private double counted(String kind, Outcome outcome) {
    return meters
        .get("baton.feedback.reports")
        .tag("kind", kind)
        .tag("outcome", outcome.toString())
        .counter()
        .count();
  }
}
