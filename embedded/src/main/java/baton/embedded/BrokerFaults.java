package baton.embedded;

import java.util.concurrent.atomic.AtomicReference;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka's controller does where it can no longer keep its promises. While the broker starts,
 * the fault becomes the reason of the refusal. Afterwards the process ends, as Kafka's own does: a
 * broker whose metadata cannot be written must not go on acknowledging mail.
 */
final class BrokerFaults implements FaultHandlerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerFaults.class);

  private final AtomicReference<@Nullable Throwable> duringStart = new AtomicReference<>();
  private volatile boolean started;
  private volatile boolean stopping;

  @Override
  public FaultHandler build(String name, boolean fatal, Runnable action) {
    return (what, cause) -> {
      action.run();
      FaultHandlerException fault =
          cause == null
              ? new FaultHandlerException(name + ": " + what)
              : new FaultHandlerException(name + ": " + what + ": " + cause.getMessage(), cause);
      if (!started) {
        duringStart.compareAndSet(null, fault);
      } else if (fatal && !stopping) {
        LOG.error("Kafka gives up, and Baton with it: {}", fault.getMessage(), fault);
        Runtime.getRuntime().halt(1);
      } else {
        LOG.warn("Kafka reports a fault: {}", fault.getMessage(), fault);
      }
      return fault;
    };
  }

  @Nullable Throwable duringStart() {
    return duringStart.get();
  }

  void started() {
    started = true;
  }

  void stopping() {
    stopping = true;
  }
}
