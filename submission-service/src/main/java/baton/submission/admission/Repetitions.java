package baton.submission.admission;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sees to it that what comes again under its idempotency key is taken over once, and remembers the
 * answer for 24 hours.
 *
 * <p>Everything fails with {@link RefusedException} alone: {@link Refusal#KEY_REUSED} where
 * something else came under the key, {@link Refusal#KEY_IN_FLIGHT} where the same is being taken
 * over, and {@link Refusal#UNAVAILABLE} where nobody can tell.
 */
public interface Repetitions {

  /** The answer that was given; empty where there was none yet. */
  Uni<Optional<List<Receipt>>> answered(String account, IdempotencyKey key);

  /**
   * Takes over what has not been taken over yet. Whoever waits may go away: what has begun is
   * brought to its end.
   *
   * @param recipients whom the submission is for, each once
   * @param takeOver does it, with the receipts that it is given, and does not begin after the
   *     deadline; completes when it is durable. Where it fails with {@link Refusal#UNAVAILABLE} it
   *     may have happened all the same, with any other refusal it has not
   * @return the receipts, of this time or of an earlier one
   */
  Uni<List<Receipt>> once(
      String account,
      IdempotencyKey key,
      List<String> recipients,
      Function<Reserved, Uni<Void>> takeOver);

  /**
   * What a submission was given to be taken over with.
   *
   * @param receipts with the message ids to use, in the recipients' order
   * @param deadline behind which somebody else may take it over
   */
  record Reserved(List<Receipt> receipts, Deadline deadline) {}
}
