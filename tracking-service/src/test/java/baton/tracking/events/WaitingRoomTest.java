package baton.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {

  private final WaitingRoom room = new WaitingRoom(1_000);

  @Test
  void itHoldsAsManyOctetsAsItHasRoomFor() {
    assertThat(room.enter(600)).isTrue();
    assertThat(room.enter(401)).isFalse();
    assertThat(room.enter(400)).isTrue();
    assertThat(room.events()).isEqualTo(2);
    assertThat(room.octets()).isEqualTo(1_000);

    room.leave(600);
    assertThat(room.enter(500)).isTrue();
  }

  @Test
  void aCrowdNeverOverfillsIt() {
    AtomicInteger entered = new AtomicInteger();
    try (var crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 10_000)
          .forEach(
              i ->
                  crowd.submit(
                      () -> {
                        if (room.enter(100)) {
                          entered.incrementAndGet();
                        }
                      }));
    }
    // One that is refused holds its place for an instant, so the last places may stay free.
    assertThat(entered.get()).isBetween(1, 10);
    assertThat(room.octets()).isEqualTo(entered.get() * 100L);
  }

  @Test
  void somebodyWhoWaitsIsNotForgotten() throws InterruptedException {
    assertThat(room.standstill()).isZero();
    room.enter(1);
    assertThat(room.awaitEmpty(Duration.ofMillis(5))).isFalse();
    assertThat(room.standstill()).isPositive();

    CompletableFuture<Void> leaving = CompletableFuture.runAsync(() -> room.leave(1));
    assertThat(room.awaitEmpty(Duration.ofSeconds(10))).isTrue();
    leaving.join();
    assertThat(room.standstill()).isZero();
  }
}
