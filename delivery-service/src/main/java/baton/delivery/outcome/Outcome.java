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
   * @param echo what is heard of it afterwards, where nobody else will tell: of mail that went
   *     nowhere
   */
  record Ended(QueuedMessage message, Event.Ending event, @Nullable Event echo) implements Outcome {

    /** The usual case: whatever is heard afterwards, others tell. */
    public Ended(QueuedMessage message, Event.Ending event) {
      this(message, event, null);
    }
  }

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
