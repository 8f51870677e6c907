package baton.submission.outbox;

import baton.contracts.TopicRecord;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where what was made of consumed records becomes durable. */
public interface Forwarding {

  /**
   * Publishes records, and how far was read to make them: both or neither. Completes and fails as
   * {@link Outbox#publish}; fails also where the reader is no longer a member of its group. After a
   * failure the group's committed offsets tell whether it happened: what stands behind them is to
   * be read again.
   */
  Uni<Void> forward(List<TopicRecord> records, Consumed consumed);
}
