package baton.delivery.outcome;

import baton.contracts.event.Event;
import baton.delivery.QueuedMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What becomes of a message that delivery had in its hands. */
public sealed interface Outcome {

  QueuedMessage message();

  /**
   * The message's way is over.
   *
   * @param event says how
   */
  record Ended(QueuedMessage message, Event.Ending event) implements Outcome {}

  /**
   * The message waits in the deferred table.
   *
   * @param attempts how many were made by now
   * @param due when it is looked at again
   * @param event says why; null where no attempt was made and there is nothing to tell
   */
  record Postponed(QueuedMessage message, int attempts, Instant due, Event.@Nullable Deferred event)
      implements Outcome {}

  /** The message's partition went to another instance before the message had its turn. */
  record Released(QueuedMessage message) implements Outcome {}
}
