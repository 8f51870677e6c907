package baton.submission.protection;

import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** What all instances together have taken of quotas. */
interface Usage {

  /**
   * Takes a portion, wholly or not at all.
   *
   * @param start of the span
   * @param portion in messages, 1 or more
   * @param limit of all portions of the span together
   * @return whether it could be had
   */
  Uni<Boolean> take(String account, Span span, Instant start, long portion, long limit);
}
