package baton.feedback.intake;

import baton.contracts.event.Event;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The port to where events are kept. */
public interface FeedbackEvents {

  /**
   * Publishes events. The promise: completes when all are durable; fails within a bounded time
   * where that is not certain, and then some may be durable all the same, which does no harm,
   * because the same report makes events of the same ids again.
   *
   * @param events at least one
   */
  Uni<Void> publish(List<? extends Event.FromFeedback> events);
}
