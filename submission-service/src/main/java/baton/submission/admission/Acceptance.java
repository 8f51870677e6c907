package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Takes mail over: all of a submission or nothing of it. */
public interface Acceptance {

  /**
   * Takes a submission over. Completes only when every record and event of it is durable; from then
   * on Baton is responsible. The receipts are in the order of the recipients, each address once. A
   * recipient on the suppression list has a receipt too: the message's history tells.
   *
   * <p>Fails with {@link RefusedException}, and with nothing else that a sender could provoke. May
   * be called, and completes, on any thread.
   */
  Uni<List<Receipt>> accept(Submission submission);
}
