package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes mail over that came together: all of it or nothing. */
public interface JointAcceptance {

  /**
   * Takes several submissions over, in one transaction: all of them or none. The receipts stand in
   * the order of the submissions, and of the recipients of each.
   *
   * <p>Completes and fails as {@link Acceptance#accept} does; {@link RefusedException#position}
   * tells which submission is to blame.
   *
   * @param submissions at least one, all of one account; keys of their own are not looked at
   * @param key under which they came together; null where they came under none
   */
  Uni<List<Receipt>> acceptTogether(List<Submission> submissions, @Nullable IdempotencyKey key);
}
