package baton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {

  private final Vertx vertx = Vertx.vertx();
  private final Sink sink = new Sink(vertx);
  private int port;

  @BeforeEach
  void listen() throws Exception {
    port = sink.listen().toCompletionStage().toCompletableFuture().get();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void everyMessageIsSentOnceAndTimed() throws Exception {
    Door door = new SmtpDoor(vertx, port, new Letter(2_000, false));
    assertThat(ClosedLoop.run(door, 7, 100).getTotalCount()).isEqualTo(100);
    assertThat(sink.received()).isEqualTo(100);
  }

  @Test
  void aRefusalEndsTheRunWithTheServersWords() {
    Door door = new SmtpDoor(vertx, port, new Letter(30_000_000, false));
    assertThatThrownBy(() -> ClosedLoop.run(door, 2, 10)).hasMessageContaining("5.3.4");
  }
}
