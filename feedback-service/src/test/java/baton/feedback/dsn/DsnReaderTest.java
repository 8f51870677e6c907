package baton.feedback.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import baton.feedback.Samples;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognised.DeliveryStatus;
import baton.feedback.recognition.Recognition;
import baton.smtp.grammar.EnhancedStatus;
import baton.smtp.reply.BounceClass;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DsnReaderTest {

  @ParameterizedTest
  @CsvSource({
    "dsn-postfix, mail.provider.example, InvalidRecipient, true, 5.1.1",
    "dsn-exchange, EX01.corp.example, MailboxFull, false, 5.2.2",
    "dsn-exim, exim.example, SpamContent, false, 5.0.0",
    "dsn-utf8, mx.xn--bcher-kva.example, InvalidRecipient, true, 5.1.1",
  })
  void aFailureIsABounceOfTheClassThatTheRemotesWordsMean(
      String sample, String server, BounceClass bounceClass, boolean hard, String status) {
    DeliveryReport report = read(sample).orElseThrow();

    assertThat(report.reportingServer()).contains(server);
    Bounce bounce = report.bounce(Optional.empty()).orElseThrow();
    assertThat(bounce.bounceClass()).isEqualTo(bounceClass);
    assertThat(bounce.hard()).isEqualTo(hard);
    assertThat(bounce.status()).isEqualTo(EnhancedStatus.parse(status));
  }

  @Test
  void theRemotesWordsArePassedOnOnOneLine() {
    assertThat(bounce("dsn-postfix", Optional.empty()).reply())
        .isEqualTo("550 5.1.1 <anna@provider.example>: Recipient address rejected: User unknown");
  }

  @Test
  void aDelayIsNoBounce() {
    assertThat(read("dsn-postfix-delayed").orElseThrow().bounce(Optional.empty())).isEmpty();
  }

  @Test
  void oneDeadMemberOfAnAliasDoesNotMakeTheAliasDead() {
    assertThat(bounce("dsn-alias", Optional.empty()).hard()).isFalse();
    assertThat(bounce("dsn-alias", Optional.of("members@club.example")).hard()).isFalse();
  }

  @Test
  void whereAGroupIsAboutTheRecipientItAloneCounts() {
    DeliveryReport report = read("dsn-alias").orElseThrow();

    assertThat(report.bounce(Optional.of("members-1@club.example"))).isEmpty();
    assertThat(report.bounce(Optional.of("members-2@club.example")))
        .hasValueSatisfying(bounce -> assertThat(bounce.hard()).isTrue());
  }

  @Test
  void aRecipientInUtf8IsKnownByItsALabels() {
    assertThat(
            read("dsn-utf8")
                .orElseThrow()
                .recipients()
                .getFirst()
                .isFor("josé@xn--bcher-kva.example"))
        .isTrue();
  }

  @Test
  void aServerThatWritesAllIntoOneGroupAndForgetsTheActionIsUnderstood() {
    DeliveryReport report = read("dsn-one-group").orElseThrow();

    assertThat(report.reportingServer()).contains("odd.example");
    assertThat(report.recipients()).hasSize(1);
    assertThat(report.recipients().getFirst().action()).isEqualTo(Action.FAILED);
    assertThat(report.bounce(Optional.empty()).orElseThrow().status())
        .isEqualTo(EnhancedStatus.parse("5.2.1"));
  }

  @Test
  void aNotificationWithoutFieldsSaysNothing() {
    assertThat(read("dsn-without-status")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "failed, FAILED",
    "Failed (permanently), FAILED",
    "failure, FAILED",
    "error, FAILED",
    "delayed, DELAYED",
    "delivered, DELIVERED",
    "relayed, RELAYED",
    "expanded, EXPANDED",
  })
  void actionsAreReadAsTheyAreWritten(String word, Action action) {
    assertThat(Action.of(word)).contains(action);
  }

  @Test
  void anUnknownActionIsNone() {
    assertThat(Action.of("considered")).isEmpty();
  }

  private static Bounce bounce(String sample, Optional<String> recipient) {
    return read(sample).orElseThrow().bounce(recipient).orElseThrow();
  }

  private static Optional<DeliveryReport> read(String sample) {
    return DsnReader.read(
        (DeliveryStatus) new Recognition(Limits.DEFAULT).recognise(Samples.read(sample, "TOKEN")));
  }
}
