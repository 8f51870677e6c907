package baton.tracking.events;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Says that hits are lost: at the first one, then at most every ten seconds with their number. */
final class LossLog {

  private static final Logger LOG = Logger.getLogger(LossLog.class);
  private static final long PAUSE = Duration.ofSeconds(10).toNanos();

  private final AtomicLong unsaid = new AtomicLong();
  private final AtomicLong nextSaying = new AtomicLong(System.nanoTime());

  void lost(String type) {
    unsaid.incrementAndGet();
    long due = nextSaying.get();
    long now = System.nanoTime();
    if (now - due >= 0 && nextSaying.compareAndSet(due, now + PAUSE)) {
      LOG.warnf(
          "no room left for hits that wait for Kafka: they are lost lost=%d last_type=%s",
          unsaid.getAndSet(0), type);
    }
  }
}
