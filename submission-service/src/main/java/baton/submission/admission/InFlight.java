package baton.submission.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many octets of accepted and not yet durable mail this instance holds. Bounded, for it is
 * memory.
 */
public final class InFlight {

  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /**
   * A budget.
   *
   * @param limit in octets
   */
  public InFlight(long limit) {
    this.limit = limit;
  }

  /**
   * Takes octets, to be given back by {@link #release}.
   *
   * @throws RefusedException where they are not to be had now
   */
  public void reserve(long octets) {
    long now = held.addAndGet(octets);
    if (now > limit && now != octets) {
      held.addAndGet(-octets);
      throw new RefusedException(
          Refusal.BUSY, "too much mail is on its way at this moment; try again");
    }
  }

  public void release(long octets) {
    held.addAndGet(-octets);
  }

  /** Octets held at this moment. */
  public long held() {
    return held.get();
  }
}
