package baton.bench;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Sessions that each send their next message as soon as the last one was answered. */
final class ClosedLoop {

  /** Latencies are kept in microseconds, up to ten minutes, to three digits. */
  private static final long LONGEST = Duration.ofMinutes(10).toNanos() / 1_000;

  private static final Duration LONGEST_RUN = Duration.ofMinutes(60);

  private final List<Door.Session> sessions;
  private final int messages;
  private final Histogram latencies = new ConcurrentHistogram(LONGEST, 3);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch working;

  private ClosedLoop(List<Door.Session> sessions, int messages) {
    this.sessions = sessions;
    this.messages = messages;
    this.working = new CountDownLatch(sessions.size());
  }

  /**
   * Sends messages and waits until all were answered; gives the latencies in microseconds.
   *
   * @throws IllegalStateException with the platform's words where it refuses one
   */
  static Histogram run(Door door, int sessions, int messages)
      throws InterruptedException, ExecutionException {
    List<Door.Session> open = new ArrayList<>();
    try {
      for (int i = 0; i < sessions; i++) {
        open.add(door.open().toCompletionStage().toCompletableFuture().get());
      }
      return new ClosedLoop(open, messages).run();
    } finally {
      open.forEach(Door.Session::close);
    }
  }

  private Histogram run() throws InterruptedException {
    sessions.forEach(this::sendNext);
    if (!working.await(LONGEST_RUN.toMinutes(), TimeUnit.MINUTES)) {
      throw new IllegalStateException(
          "messages have not been answered within %d minutes".formatted(LONGEST_RUN.toMinutes()));
    }
    Throwable reason = failure.get();
    if (reason != null) {
      throw new IllegalStateException("a message was refused: " + reason.getMessage(), reason);
    }
    return latencies;
  }

  private void sendNext(Door.Session session) {
    int number = next.getAndIncrement();
    if (number >= messages || failure.get() != null) {
      working.countDown();
      return;
    }
    long start = System.nanoTime();
    Future<Void> sent = Future.future(promise -> session.send(number).onComplete(promise));
    sent.onSuccess(
            _ -> {
              latencies.recordValue(Math.min((System.nanoTime() - start) / 1_000, LONGEST));
              sendNext(session);
            })
        .onFailure(
            reason -> {
              failure.compareAndSet(null, reason);
              working.countDown();
            });
  }
}
