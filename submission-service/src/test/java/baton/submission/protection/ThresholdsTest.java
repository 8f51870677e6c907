package baton.submission.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ThresholdsTest {

  private final Thresholds thresholds = new Thresholds(0.003, 0.1, 500, 7);

  @Test
  void nothingIsConcludedFromLittleMail() {
    assertThat(thresholds.passedBy(new Reputation(100, 399, 50))).isEmpty();
  }

  @Test
  void aRateMayBeReachedButNotPassed() {
    assertThat(thresholds.passedBy(new Reputation(1_000, 0, 3))).isEmpty();
    assertThat(thresholds.passedBy(new Reputation(900, 100, 0))).isEmpty();
  }

  @Test
  void theSentenceNamesTheRateAndTheLimit() {
    assertThat(thresholds.passedBy(new Reputation(1_000, 0, 4)))
        .contains("0.40 % complaints among 1000 messages of 7 days, where 0.30 % are allowed");
    assertThat(thresholds.passedBy(new Reputation(450, 150, 0)))
        .contains("25.00 % hard bounces among 600 messages of 7 days, where 10.00 % are allowed");
  }

  @Test
  void aThresholdThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> new Thresholds(0, 0.1, 500, 7))
        .hasMessageStartingWith("baton.protection.complaint-rate ");
    assertThatThrownBy(() -> new Thresholds(0.1, Double.NaN, 500, 7))
        .hasMessageStartingWith("baton.protection.hard-bounce-rate ");
    assertThatThrownBy(() -> new Thresholds(0.1, 0.1, 0, 7))
        .hasMessageStartingWith("baton.protection.minimum-volume ");
    assertThatThrownBy(() -> new Thresholds(0.1, 0.1, 500, 91))
        .hasMessageStartingWith("baton.protection.days ");
  }
}
