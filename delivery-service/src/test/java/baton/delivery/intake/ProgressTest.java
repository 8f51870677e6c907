package baton.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static final UUID ID = UUID.randomUUID();

  private final Progress progress = new Progress(10, 10, 500, 500);

  @Test
  void anOffsetIsCommittedOnlyWhenAllBeforeItAreSettled() {
    progress.received(10);
    progress.received(11);
    progress.received(12);

    progress.settled(11);
    assertThat(progress.committable()).isEqualTo(10);

    progress.settled(10);
    assertThat(progress.committable()).isEqualTo(12);

    progress.settled(12);
    assertThat(progress.committable()).isEqualTo(13);
  }

  @Test
  void marksOfTransactionsArePassedWhenNothingIsUnderWay() {
    progress.readTo(15);
    assertThat(progress.committable()).isEqualTo(15);
  }

  @Test
  void whatCouldNotBeMadeDurableIsNotSettled() {
    progress.received(10);
    progress.settled(10);
    progress.unsettled(10);

    assertThat(progress.committable()).isEqualTo(10);
  }

  @Test
  void anEndingIsKeptInSightUntilItsOffsetIsCommitted() {
    progress.received(10);
    progress.received(11);
    progress.settled(11);
    progress.ended(ID, 500, 11L);

    assertThat(progress.eventPosition(progress.committable())).isEqualTo(500);

    progress.settled(10);
    assertThat(progress.eventPosition(progress.committable())).isEqualTo(501);
  }

  @Test
  void anEndingIsKeptInSightUntilItsRowIsGone() {
    progress.ended(ID, 500, null);
    assertThat(progress.eventPosition(10)).isEqualTo(500);

    progress.rowGone(ID);
    assertThat(progress.eventPosition(10)).isEqualTo(501);
  }

  @Test
  void aRowThatEndsBeforeItsOffsetIsCommittedStaysInSight() {
    progress.received(10);
    progress.received(11);
    progress.deferred(11, ID);
    progress.settled(11);
    // The retry succeeds and its row goes, while the message at 10 is still under way.
    progress.ended(ID, 500, null);
    progress.rowGone(ID);

    assertThat(progress.eventPosition(progress.committable())).isEqualTo(500);

    progress.settled(10);
    assertThat(progress.eventPosition(progress.committable())).isEqualTo(501);
  }

  @Test
  void aSuccessorKeepsThePredecessorsPositionUntilTheReplayIsCommitted() {
    Progress successor = new Progress(10, 12, 400, 500);
    assertThat(successor.eventPosition(successor.committable())).isEqualTo(400);

    successor.received(10);
    successor.readTo(12);
    assertThat(successor.eventPosition(successor.committable())).isEqualTo(400);

    successor.settled(10);
    assertThat(successor.eventPosition(successor.committable())).isEqualTo(500);
  }

  @Test
  void aFailedCommitForgetsNothing() {
    progress.received(10);
    progress.received(11);
    progress.settled(11);
    progress.ended(ID, 500, 11L);
    progress.settled(10);
    progress.eventPosition(progress.committable());
    progress.unsettled(10);

    assertThat(progress.eventPosition(progress.committable())).isEqualTo(500);
  }
}
