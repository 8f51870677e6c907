package baton.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class CancellationsTest {

  private static final UUID ONE = UUID.randomUUID();
  private static final UUID TWO = UUID.randomUUID();

  private final Cancellations cancellations = new Cancellations(7);

  @Test
  void aMessageIsLookedForOnceAllThatWasWrittenBeforeTheCommandIsRead() {
    cancellations.read(7, ONE);
    assertThat(cancellations.anywhere()).isTrue();
    assertThat(cancellations.ripe(1_000, _ -> false, 9)).isEmpty();

    cancellations.locate(8, 100);

    assertThat(cancellations.anywhere()).isFalse();
    assertThat(cancellations.ripe(99, _ -> false, 9)).isEmpty();
    assertThat(cancellations.ripe(100, _ -> false, 9)).containsExactly(ONE);
  }

  @Test
  void whatIsInHandIsWaitedFor() {
    cancellations.read(7, ONE);
    cancellations.locate(8, 0);

    assertThat(cancellations.ripe(0, ONE::equals, 9)).isEmpty();
    assertThat(cancellations.wants(ONE)).isTrue();
  }

  @Test
  void anEndThatWasTakenBeforeTheCommandSaysNothingOfIt() {
    cancellations.read(7, ONE);
    cancellations.read(8, TWO);

    cancellations.locate(8, 100);

    assertThat(cancellations.ripe(500, _ -> false, 9)).containsExactly(ONE);
    assertThat(cancellations.anywhere()).isTrue();
  }

  @Test
  void aSuccessorBeginsAtTheFirstCommandThatIsNotSeenThrough() {
    cancellations.read(7, ONE);
    cancellations.passed(8);
    cancellations.read(9, TWO);
    cancellations.read(10, ONE);

    assertThat(cancellations.position()).isEqualTo(7);
    cancellations.done(ONE);
    assertThat(cancellations.position()).isEqualTo(9);
    cancellations.done(TWO);
    assertThat(cancellations.position()).isEqualTo(11);
    assertThat(cancellations.count()).isZero();
  }
}
