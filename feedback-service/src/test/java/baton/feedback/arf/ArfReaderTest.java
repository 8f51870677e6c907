package baton.feedback.arf;

import static org.assertj.core.api.Assertions.assertThat;

import baton.feedback.Samples;
import baton.feedback.recognition.Limits;
import baton.feedback.recognition.Recognised.FeedbackReport;
import baton.feedback.recognition.Recognition;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArfReaderTest {

  @ParameterizedTest
  @CsvSource({
    "arf-full, ABUSE, ProviderFeedback/2.1",
    "arf-headers-only, ABUSE, Small/1",
    "arf-rewrapped, FRAUD, Lists/1",
    "arf-not-spam, NOT_SPAM, ProviderFeedback/2.1",
    "arf-auth-failure, AUTH_FAILURE, Checker/1",
    "arf-without-original, ABUSE, Minimal/1",
  })
  void typeAndReporterAreRead(String sample, FeedbackType type, String reporter) {
    assertThat(read(sample)).contains(new Complaint(type, Optional.of(reporter)));
  }

  @Test
  void aReportThatDoesNotSayWhatItIsAboutSaysNothing() {
    assertThat(read("arf-without-type")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "abuse, ABUSE, true",
    "Abuse, ABUSE, true",
    "fraud, FRAUD, true",
    "virus, VIRUS, true",
    "opt-out, OPT_OUT, true",
    "opt-out-list, OPT_OUT, true",
    "other, OTHER, true",
    "something-new, OTHER, true",
    "not-spam, NOT_SPAM, false",
    "NOT-SPAM (sorry), NOT_SPAM, false",
    "auth-failure, AUTH_FAILURE, false",
  })
  void everyTypeIsAComplaintOrNone(String word, FeedbackType type, boolean complaint) {
    assertThat(FeedbackType.of(word)).isEqualTo(type);
    assertThat(type.complaint()).isEqualTo(complaint);
  }

  private static Optional<Complaint> read(String sample) {
    return ArfReader.read(
        (FeedbackReport) new Recognition(Limits.DEFAULT).recognise(Samples.read(sample, "TOKEN")));
  }
}
