package baton.submission.outbox;

import baton.contracts.TopicRecord;
import baton.submission.admission.Deadline;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where records become durable. */
public interface Outbox {

  /**
   * Publishes records: all of them or, as far as anybody who reads committed records can see, none.
   * Completes when they are durable. Fails with {@link baton.submission.admission.RefusedException}
   * where they are not, or where nobody knows in the time that a sender may have to wait; then they
   * may yet have become so.
   *
   * @param deadline behind which their transaction does not begin: they are refused as unavailable
   */
  Uni<Void> publish(List<TopicRecord> records, Deadline deadline);

  /** Publishes records, however late. */
  default Uni<Void> publish(List<TopicRecord> records) {
    return publish(records, Deadline.NONE);
  }
}
