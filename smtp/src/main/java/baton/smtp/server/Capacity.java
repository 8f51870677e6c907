package baton.smtp.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all sessions of a server share: how many there are, and the message bytes they hold. */
final class Capacity {

  /** Whether a connection may come in. */
  enum Admission {
    ADMITTED,
    SERVER_FULL,
    ADDRESS_FULL
  }

  private final SmtpServerOptions options;
  private final AtomicInteger connections = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> connectionsByAddress = new ConcurrentHashMap<>();
  private final AtomicLong bytesInFlight = new AtomicLong();

  Capacity(SmtpServerOptions options) {
    this.options = options;
  }

  /** Counts a connection; one that is {@code ADMITTED} must {@link #leave}. */
  Admission enter(String address) {
    if (connections.incrementAndGet() > options.maxConnections()) {
      connections.decrementAndGet();
      return Admission.SERVER_FULL;
    }
    int fromThere = connectionsByAddress.merge(address, 1, Integer::sum);
    if (fromThere > options.maxConnectionsPerAddress()) {
      leave(address);
      return Admission.ADDRESS_FULL;
    }
    return Admission.ADMITTED;
  }

  void leave(String address) {
    connectionsByAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    connections.decrementAndGet();
  }

  int connections() {
    return connections.get();
  }

  long bytesInFlight() {
    return bytesInFlight.get();
  }

  /** Whether a message of {@code expected} octets, 0 where unknown, may begin to come. */
  boolean hasRoomFor(long expected) {
    return bytesInFlight.get() + expected <= options.bytesInFlightLimit();
  }

  /** Counts bytes that a session holds now and did not before; false beyond the limit. */
  boolean hold(long bytes) {
    return bytesInFlight.addAndGet(bytes) <= options.bytesInFlightLimit();
  }

  void release(long bytes) {
    bytesInFlight.addAndGet(-bytes);
  }
}
