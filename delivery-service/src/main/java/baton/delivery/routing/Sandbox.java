package baton.delivery.routing;

import baton.contracts.outbound.OutboundMessage;
import baton.contracts.outbound.SandboxAddress;
import java.util.Optional;

/**
 * Mail that goes nowhere: no DNS is asked and no connection opened for it, and its events say so by
 * their site, {@code sandbox}.
 */
public final class Sandbox {

  /** What such a message plays. */
  public enum Act {
    /** Is taken. */
    DELIVERED,
    /** Is refused for ever: there is no such mailbox. */
    BOUNCED,
    /** Is taken at the second attempt. */
    DEFERRED,
    /** Is taken, and its recipient presses "spam". */
    COMPLAINED
  }

  private Sandbox() {}

  /**
   * What the message plays; empty where it is meant in earnest. In the pool {@code sandbox} every
   * message is delivered, elsewhere the recipient's address tells.
   */
  public static Optional<Act> act(OutboundMessage message) {
    if (message.pool().equals(SandboxAddress.POOL)) {
      return Optional.of(Act.DELIVERED);
    }
    return SandboxAddress.name(message.rcptTo())
        .map(
            name ->
                switch (name) {
                  case "delivered" -> Act.DELIVERED;
                  case "deferred" -> Act.DEFERRED;
                  case "complained" -> Act.COMPLAINED;
                  // Nobody else lives there.
                  default -> Act.BOUNCED;
                });
  }
}
