package baton.delivery.shaping;

import java.time.Duration;
import java.util.concurrent.Executor;

/** One thread's worth of order: what is executed here never overlaps, and runs in turn. */
public interface Loop extends Executor {

  /** Runs {@code task} on the loop, again and again, until the loop ends. */
  void every(Duration period, Runnable task);
}
