package baton.feedback.intake;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.Corpora;
import baton.feedback.Corpora.Labelled;
import baton.feedback.Samples;
import baton.feedback.arf.ArfReader;
import baton.feedback.attribution.Attribution;
import baton.feedback.dsn.Bounce;
import baton.feedback.dsn.DsnReader;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognised.DeliveryStatus;
import baton.feedback.recognition.Recognised.FeedbackReport;
import baton.feedback.recognition.Recognised.Other;
import baton.feedback.recognition.Recognition;
import baton.smtp.reply.BounceClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Returned messages of the real world, read in place; see {@link Corpora}. */
@EnabledIf(
    value = "baton.feedback.Corpora#present",
    disabledReason = "../shared/corpora/bounces is not beside the repository")
class CorporaTest {

  /**
   * Of which classes a reason of the labels' vocabulary may be. Reasons that mean nothing certain
   * ({@code filtered}, {@code rejected}, {@code undefined}…) are not scored.
   */
  private static final Map<String, List<BounceClass>> CLASSES =
      Map.ofEntries(
          Map.entry("userunknown", List.of(BounceClass.InvalidRecipient)),
          Map.entry(
              "user_unknown", List.of(BounceClass.InvalidRecipient, BounceClass.InactiveMailbox)),
          Map.entry("hasmoved", List.of(BounceClass.InvalidRecipient)),
          Map.entry("hostunknown", List.of(BounceClass.BadDomain)),
          Map.entry("notaccept", List.of(BounceClass.BadDomain)),
          Map.entry(
              "domain_error",
              List.of(BounceClass.BadDomain, BounceClass.RoutingError, BounceClass.RelayDenied)),
          Map.entry("mailboxfull", List.of(BounceClass.MailboxFull)),
          Map.entry("suspend", List.of(BounceClass.InactiveMailbox)),
          Map.entry(
              "user_disabled", List.of(BounceClass.InactiveMailbox, BounceClass.InvalidRecipient)),
          Map.entry("mesgtoobig", List.of(BounceClass.MessageTooLarge)),
          Map.entry("spamdetected", List.of(BounceClass.SpamContent)),
          Map.entry(
              "spam",
              List.of(
                  BounceClass.SpamContent,
                  BounceClass.SpamBlock,
                  BounceClass.Blocklisted,
                  BounceClass.PolicyRelated)),
          Map.entry("blocked", List.of(BounceClass.Blocklisted, BounceClass.SpamBlock)),
          Map.entry("authfailure", List.of(BounceClass.AuthenticationFailed)),
          Map.entry("requireptr", List.of(BounceClass.AuthenticationFailed)),
          Map.entry("norelaying", List.of(BounceClass.RelayDenied)),
          Map.entry("expired", List.of(BounceClass.Expired, BounceClass.ConnectionError)),
          Map.entry(
              "networkerror",
              List.of(
                  BounceClass.RoutingError,
                  BounceClass.ConnectionError,
                  BounceClass.BadDomain,
                  BounceClass.Expired)),
          Map.entry("speeding", List.of(BounceClass.RateLimited)),
          Map.entry("toomanyconn", List.of(BounceClass.RateLimited)),
          Map.entry("syntaxerror", List.of(BounceClass.ProtocolError)));

  private final Samples samples = Samples.ofOwnKey();
  private final Recognition recognition = new Recognition(Limits.DEFAULT);
  private final ReportReader reader =
      new ReportReader(recognition, new Attribution(samples.keys()));
  private final List<Origin> origins = List.of(samples.sent().origin());

  @Test
  void everyAbuseReportThatHasItsPartIsRecognisedWithItsType() {
    List<Labelled> valid =
        Corpora.ofKind("arf").stream()
            .filter(it -> it.label().path("structure").path("has_feedback_report").asBoolean())
            .toList();

    assertThat(valid)
        .isNotEmpty()
        .allSatisfy(
            it ->
                assertThat(ArfReader.read((FeedbackReport) recognition.recognise(it.read())))
                    .hasValueSatisfying(
                        complaint ->
                            assertThat(complaint.type())
                                .hasToString(it.expected("feedback_type"))));
  }

  @Test
  void everyNotificationIsRecognised() {
    assertThat(Corpora.ofKind("dsn"))
        .isNotEmpty()
        .allSatisfy(
            it -> assertThat(recognition.recognise(it.read())).isInstanceOf(DeliveryStatus.class));
  }

  @Test
  void whatIsNeitherIsNotTakenForAComplaint() {
    assertThat(Corpora.all())
        .filteredOn(it -> !it.kind().equals("arf"))
        .allSatisfy(
            it ->
                assertThat(recognition.recognise(it.read())).isNotInstanceOf(FeedbackReport.class));
    assertThat(Corpora.ofKind("autoreply"))
        .allSatisfy(it -> assertThat(recognition.recognise(it.read())).isEqualTo(new Other()));
  }

  @Test
  void theStatusAgreesWithTheLabels() {
    double agreement =
        agreement(
            "status",
            it -> it.expected("status").matches("[45]\\.\\d+\\.\\d+") && !isInvented(it),
            (it, bounce) ->
                bounce
                    .status()
                    .map(Object::toString)
                    .filter(it.expected("status")::equals)
                    .isPresent());

    assertThat(agreement).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void theClassAgreesWithTheLabels() {
    double agreement =
        agreement(
            "class",
            it -> CLASSES.containsKey(it.expected("reason")),
            (it, bounce) -> CLASSES.get(it.expected("reason")).contains(bounce.bounceClass()));

    assertThat(agreement).isGreaterThanOrEqualTo(0.85);
  }

  /** The labels call {@code filtered} soft even where the words are "user unknown": not scored. */
  @Test
  void hardAndSoftAgreeWithTheLabels() {
    double agreement =
        agreement(
            "hard",
            it ->
                it.expected("hard_or_soft").matches("hard|soft")
                    && !it.expected("reason").equals("filtered"),
            (it, bounce) -> bounce.hard() == it.expected("hard_or_soft").equals("hard"));

    assertThat(agreement).isGreaterThanOrEqualTo(0.88);
  }

  @Test
  void nothingEscapesAndNothingTakesLong() {
    Random random = new Random(552);
    for (Labelled labelled : Corpora.all()) {
      byte[] message = labelled.read();
      read(labelled, message);
      for (int i = 0; i < 20; i++) {
        read(labelled, Mutation.of(message, random));
      }
    }
  }

  private void read(Labelled labelled, byte[] message) {
    long start = System.nanoTime();
    reader.read(message, origins, Instant.EPOCH);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as(labelled.file())
        .isLessThan(Duration.ofSeconds(2));
  }

  private static boolean isInvented(Labelled labelled) {
    return labelled.expected("status").matches("[45]\\.0\\.9\\d\\d");
  }

  /** The share of undisputed failures for which our reading agrees with the label. */
  private double agreement(
      String what, Predicate<Labelled> scored, BiPredicate<Labelled, Bounce> agrees) {
    int all = 0;
    List<String> others = new ArrayList<>();
    for (Labelled labelled : Corpora.ofKind("dsn")) {
      Optional<Bounce> bounce =
          DsnReader.read((DeliveryStatus) recognition.recognise(labelled.read()))
              .flatMap(it -> it.bounce(Optional.of(labelled.expected("final_recipient"))));
      if (labelled.gold() && scored.test(labelled) && bounce.isPresent()) {
        all++;
        if (!agrees.test(labelled, bounce.get())) {
          others.add(labelled.file());
        }
      }
    }
    System.out.printf("%s: %d of %d agree; not %s%n", what, all - others.size(), all, others);
    return (all - others.size()) / (double) all;
  }
}
