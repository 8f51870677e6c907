package baton.smtp.client;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The time by which the peer must have done what is awaited. It moves several times per message, so
 * the timer behind it is not cancelled for each move: when it fires early it is set again for the
 * rest. For one event loop only.
 */
final class Deadline {

  private static final long NONE = -1;

  private final Vertx vertx;
  private final Runnable missed;

  private boolean pending;
  private long due;
  private Duration time = Duration.ZERO;

  private long timer = NONE;
  private long timerDue;

  Deadline(Vertx vertx, Runnable missed) {
    this.vertx = vertx;
    this.missed = missed;
  }

  /** From now on {@code time}. */
  void set(Duration time) {
    this.time = time;
    due = System.nanoTime() + time.toNanos();
    pending = true;
    if (timer == NONE || timerDue - due > 0) {
      cancelTimer();
      arm(time.toNanos());
    }
  }

  /** Nothing is awaited. */
  void clear() {
    pending = false;
  }

  /** For good: leaves no timer behind. */
  void stop() {
    pending = false;
    cancelTimer();
  }

  /** The time that was last set. */
  Duration time() {
    return time;
  }

  private void fired() {
    timer = NONE;
    if (!pending) {
      return;
    }
    long rest = due - System.nanoTime();
    if (rest > 0) {
      arm(rest);
    } else {
      pending = false;
      missed.run();
    }
  }

  private void arm(long nanos) {
    timerDue = System.nanoTime() + nanos;
    timer = vertx.setTimer(Math.max(1, (nanos + 999_999) / 1_000_000), id -> fired());
  }

  private void cancelTimer() {
    if (timer != NONE) {
      vertx.cancelTimer(timer);
      timer = NONE;
    }
  }
}
