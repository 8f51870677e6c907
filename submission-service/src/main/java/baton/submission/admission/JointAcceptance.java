package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes mail over that came together: all of it or nothing. */
public interface JointAcceptance {

  /**
   * Takes several submissions over, in one transaction: all of them or none. The receipts stand in
   * the order of the submissions.
   *
   * <p>Completes and fails as {@link Acceptance#accept} does; {@link RefusedException#position}
   * tells which submission is to blame.
   *
   * @param submissions at least one, all of one account
   */
  Uni<List<List<Receipt>>> acceptTogether(List<Submission> submissions);
}
