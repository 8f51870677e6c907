package baton.delivery;

import baton.contracts.event.About;
import baton.contracts.outbound.OutboundMessage;
import java.time.Instant;
import java.util.UUID;

/**
 * A message in delivery's hands.
 *
 * @param message as it was accepted
 * @param origin where it came from
 * @param attempts how many attempts were made before, 0 or more
 */
public record QueuedMessage(OutboundMessage message, Origin origin, int attempts) {

  /** What a record holds in memory besides its content, in octets, roughly. */
  private static final int OVERHEAD = 1_500;

  public UUID id() {
    return message.id();
  }

  /** What the message holds in memory, in octets. */
  public int size() {
    return message.content().length + OVERHEAD;
  }

  public boolean expired(Instant now) {
    return !now.isBefore(message.expiresAt());
  }

  /** Whom an event about this message is about. */
  public About about() {
    return new About(
        message.id(), message.account(), message.rcptTo(), message.tags(), message.metadata());
  }
}
