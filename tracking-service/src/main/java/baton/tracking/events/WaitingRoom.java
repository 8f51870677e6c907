package baton.tracking.events;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Bounds, in octets, what waits for Kafka. Entering never waits. */
final class WaitingRoom {

  private final long capacity;
  private final AtomicLong octets = new AtomicLong();
  private final AtomicLong events = new AtomicLong();

  /** Nanoseconds: when the room was last empty or last let somebody go. */
  private volatile long lastProgress = System.nanoTime();

  WaitingRoom(long capacity) {
    this.capacity = capacity;
  }

  /** Takes the place that an event needs; false where there is not that much left. */
  boolean enter(int size) {
    if (octets.addAndGet(size) > capacity) {
      octets.addAndGet(-size);
      return false;
    }
    if (events.getAndIncrement() == 0) {
      lastProgress = System.nanoTime();
    }
    return true;
  }

  /** Gives the place back. */
  void leave(int size) {
    octets.addAndGet(-size);
    lastProgress = System.nanoTime();
    if (events.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  long events() {
    return events.get();
  }

  long octets() {
    return octets.get();
  }

  /** How long nobody has got out although somebody waits. */
  Duration standstill() {
    return events.get() == 0
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, System.nanoTime() - lastProgress));
  }

  /** Waits until the room is empty, at most this long; says whether it is. */
  synchronized boolean awaitEmpty(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (events.get() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
