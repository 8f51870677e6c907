package baton.feedback.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import baton.feedback.Samples;
import baton.feedback.recognition.Recognised.DeliveryStatus;
import baton.feedback.recognition.Recognised.FeedbackReport;
import baton.feedback.recognition.Recognised.Other;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecognitionTest {

  private final Recognition recognition = new Recognition(Limits.DEFAULT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arf-full",
        "arf-headers-only",
        "arf-rewrapped",
        "arf-not-spam",
        "arf-auth-failure"
      })
  void anAbuseReportIsKnownByItsPartAndItsOriginalHeaderIsRead(String sample) {
    assertThat(recognise(sample))
        .isInstanceOfSatisfying(
            FeedbackReport.class,
            report -> {
              assertThat(report.report().has("feedback-type")).isTrue();
              assertThat(report.original().first("x-baton-ref")).contains("TOKEN");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"dsn-postfix", "dsn-postfix-delayed", "dsn-exchange", "dsn-exim", "dsn-utf8"})
  void aNotificationIsKnownByItsPartAndItsOriginalHeaderIsRead(String sample) {
    assertThat(recognise(sample))
        .isInstanceOfSatisfying(
            DeliveryStatus.class,
            status -> {
              assertThat(status.groups()).hasSize(2);
              assertThat(status.original().first("x-baton-ref")).contains("TOKEN");
            });
  }

  @Test
  void theClaimAloneMakesAReportWithNothingInIt() {
    assertThat(recognise("dsn-without-status"))
        .isInstanceOfSatisfying(
            DeliveryStatus.class, status -> assertThat(status.groups()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mdn", "human", "human-forwards-a-bounce"})
  void whatIsNoReportIsSomethingElse(String sample) {
    assertThat(recognise(sample)).isEqualTo(new Other());
  }

  @Test
  void onlyTheReturnedHeaderCountsAsTheOriginals() {
    assertThat(recognise("arf-without-original"))
        .isInstanceOfSatisfying(
            FeedbackReport.class, report -> assertThat(report.original()).isEqualTo(Fields.NONE));
  }

  private Recognised recognise(String sample) {
    return recognition.recognise(Samples.read(sample, "TOKEN"));
  }
}
