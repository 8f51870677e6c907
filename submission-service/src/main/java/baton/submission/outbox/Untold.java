package baton.submission.outbox;

import baton.contracts.TopicRecord;
import io.smallrye.mutiny.Uni;
import java.util.List;

/**
 * Changes that were written down in the transaction that made them, until they have been told on a
 * topic. What has been published and not struck off, because submission died in between, is
 * published again.
 *
 * @param <T> a change
 */
public interface Untold<T> {

  /** Some of them, the oldest first; empty where there are none. */
  Uni<List<T>> some();

  /** What tells of a change. */
  TopicRecord record(T change);

  /** Strikes off what has been published. */
  Uni<Void> strikeOff(List<T> told);

  /** Publishes all; what the outbox does not take stays to be told. Fails as the outbox does. */
  default Uni<Void> tell(Outbox outbox) {
    return some()
        .chain(
            changes ->
                changes.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : outbox
                        .publish(changes.stream().map(this::record).toList())
                        .chain(() -> strikeOff(changes))
                        .chain(() -> tell(outbox)));
  }
}
