package baton.submission.admission;

import java.time.Duration;

/** Until when something may begin. */
@FunctionalInterface
public interface Deadline {

  /** Never over. */
  Deadline NONE = () -> false;

  /** Whether it is too late to begin. */
  boolean over();

  /** Over after that time, whatever is done to the clock on the wall. */
  static Deadline in(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return () -> System.nanoTime() - end >= 0;
  }
}
