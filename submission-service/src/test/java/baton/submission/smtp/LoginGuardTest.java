package baton.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginGuardTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress THERE = InetAddress.ofLiteral("192.0.2.2");
  private static final Duration MEMORY = Duration.ofMinutes(15);

  private final AtomicLong now = new AtomicLong();
  private final LoginGuard guard = new LoginGuard(LoginLimits.of(4, 6, MEMORY), now::get);

  @Test
  void eachFailureIsAnsweredLaterThanTheOneBeforeUpToALimit() {
    LoginGuard lenient = new LoginGuard(LoginLimits.of(0, 0, MEMORY), now::get);
    assertThat(lenient.failed(HERE, "demo")).isEqualTo(Duration.ZERO);
    assertThat(lenient.failed(HERE, "demo")).isEqualTo(Duration.ofMillis(250));
    assertThat(lenient.failed(HERE, "other")).isEqualTo(Duration.ofMillis(500));
    assertThat(lenient.failed(THERE, "demo")).isEqualTo(Duration.ofMillis(500));
    for (int i = 0; i < 100; i++) {
      lenient.failed(HERE, "demo");
    }
    assertThat(lenient.failed(HERE, "demo")).isEqualTo(Duration.ofSeconds(8));
    assertThat(lenient.turnsAway(HERE, "demo")).isFalse();
  }

  @Test
  void anAddressIsTurnedAwayForAWhileWhateverNameItGives() {
    fail(HERE, 3);
    assertThat(guard.turnsAway(HERE, "demo")).isFalse();
    fail(HERE, 1);
    assertThat(guard.turnsAway(HERE, "somebody else")).isTrue();
    assertThat(guard.turnsAway(THERE, "demo")).isFalse();

    now.addAndGet(MEMORY.toNanos());
    assertThat(guard.turnsAway(HERE, "demo")).isFalse();
  }

  @Test
  void aSuccessTakesNoFailureBack() {
    fail(HERE, 4);
    guard.succeeded(HERE, "demo");

    assertThat(guard.turnsAway(HERE, "demo")).isTrue();
  }

  @Test
  void aNameIsTurnedAwayButFromWhereItHasLoggedInBefore() {
    guard.succeeded(HERE, "demo");
    for (int i = 0; i < 6; i++) {
      guard.failed(InetAddress.ofLiteral("198.51.100." + i), "demo");
    }

    assertThat(guard.turnsAway(THERE, "demo")).isTrue();
    assertThat(guard.turnsAway(THERE, "other")).isFalse();
    assertThat(guard.turnsAway(HERE, "demo")).isFalse();
  }

  @Test
  void anIpv6NetworkOf64BitsCountsAsOneAddress() {
    for (int i = 0; i < 4; i++) {
      guard.failed(InetAddress.ofLiteral("2001:db8:0:1::" + i), "user " + i);
    }

    assertThat(guard.turnsAway(InetAddress.ofLiteral("2001:db8:0:1:ffff::"), "demo")).isTrue();
    assertThat(guard.turnsAway(InetAddress.ofLiteral("2001:db8:0:2::1"), "demo")).isFalse();
  }

  @Test
  void limitsThatMakeNoSenseAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoginLimits.of(-1, 0, MEMORY))
        .withMessageContaining("baton.submission.login.failures-per-address");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LoginLimits.of(1, 1, Duration.ZERO))
        .withMessageContaining("baton.submission.login.memory");
  }

  private void fail(InetAddress address, int times) {
    for (int i = 0; i < times; i++) {
      guard.failed(address, "user " + i);
    }
  }
}
