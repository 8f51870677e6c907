package baton.tracking.engagement;

import baton.contracts.event.Event;
import io.smallrye.mutiny.Uni;

/** Where events go. */
public interface TrackedEvents {

  /**
   * Takes an event over without waiting, for an answer that must not wait either. It is published
   * as soon as that is possible; until then it is in memory only and does not outlive the process.
   *
   * @return false where there is no room left: the event is lost, and counted as such
   */
  boolean offer(Event.FromTracking event);

  /**
   * Publishes an event.
   *
   * @return completes when the event is durable; fails with {@link NotDurableException} where it
   *     was not within the configured time. It may then still become so later.
   */
  Uni<Void> publish(Event.FromTracking event);

  /** An event could not be made durable in time. */
  final class NotDurableException extends RuntimeException {
    public NotDurableException(String sentence) {
      super(sentence);
    }
  }
}
