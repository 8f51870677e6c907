package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.domains.DomainStatus.Failed;
import baton.submission.domains.DomainStatus.Failing;
import baton.submission.domains.DomainStatus.Pending;
import baton.submission.domains.DomainStatus.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DomainStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  private static final Duration GRACE = Duration.ofDays(3);

  static Stream<DomainStatus> all() {
    return Stream.of(
        new Pending(),
        new Verified(NOW),
        new Failing(NOW.minusSeconds(9), NOW),
        new Failed(NOW.minusSeconds(9)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aKeyThatIsFoundVerifies(DomainStatus status) {
    assertThat(status.found(NOW)).isEqualTo(new Verified(NOW));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itIsReadBackFromItsTimes(DomainStatus status) {
    assertThat(DomainStatus.of(status.verifiedAt(), status.failingSince())).isEqualTo(status);
  }

  @Test
  void aVerifiedDomainFailsOnlyAfterTheTimeOfGrace() {
    DomainStatus failing = new Verified(NOW.minusSeconds(60)).missed(NOW, GRACE);
    assertThat(failing).isEqualTo(new Failing(NOW.minusSeconds(60), NOW));
    assertThat(failing.missed(NOW.plus(GRACE).minusMillis(1), GRACE)).isEqualTo(failing);
    assertThat(failing.missed(NOW.plus(GRACE), GRACE)).isEqualTo(new Failed(NOW));
  }

  @Test
  void whatDoesNotSendStaysAsItIs() {
    assertThat(new Pending().missed(NOW, GRACE)).isEqualTo(new Pending());
    assertThat(new Failed(NOW).missed(NOW, GRACE)).isEqualTo(new Failed(NOW));
  }
}
