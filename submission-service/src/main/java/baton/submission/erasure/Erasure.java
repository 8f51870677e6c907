package baton.submission.erasure;

import baton.submission.admission.Suppressions;
import baton.submission.history.RecipientHistory;
import baton.submission.idempotency.AnsweredRecipients;
import baton.submission.outbox.Cancellation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Makes an account's memory forget a recipient. */
@Singleton
public class Erasure {

  private static final Logger LOG = Logger.getLogger(Erasure.class);

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  /** Commands that are published at the same time. */
  private static final int AT_ONCE = 1_000;

  private final RecipientHistory history;
  private final AnsweredRecipients answers;
  private final Cancellation cancellation;
  private final Suppressions suppressions;
  private final Clock clock = Clock.systemUTC();

  Erasure(
      RecipientHistory history,
      AnsweredRecipients answers,
      Cancellation cancellation,
      Suppressions suppressions) {
    this.history = history;
    this.answers = answers;
    this.cancellation = cancellation;
    this.suppressions = suppressions;
  }

  /**
   * Erases a recipient of the account: has queued mail cancelled, and then what is remembered of
   * the recipient's messages forgotten, for good. The suppression list stays as it is. Where it
   * fails, what is done stays done, and doing it again does the rest.
   *
   * @param address as it is written on the wire, in any case
   * @return fails with {@link UnfinishedErasureException} alone
   */
  public Uni<Erased> erase(String account, String address) {
    // What was accepted in this very millisecond is meant too.
    Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    return cancel(account, address, BEFORE_ALL)
        .chain(
            cancelled ->
                answers
                    .erase(account, address)
                    .chain(() -> history.erase(account, address, before))
                    .chain(
                        extent ->
                            suppressed(account, address)
                                .map(
                                    reason ->
                                        new Erased(
                                            extent.messages(),
                                            extent.events(),
                                            cancelled,
                                            reason))))
        // Without the address: the log is not to remember what the rest has forgotten.
        .invoke(
            erased ->
                LOG.infof(
                    "recipient erased account=%s messages=%d events=%d cancelled=%d",
                    account, erased.messages(), erased.events(), erased.cancelled()))
        .onFailure()
        .transform(UnfinishedErasureException::new);
  }

  private Uni<Integer> cancel(String account, String address, UUID after) {
    return history
        .onTheirWay(account, address, after, AT_ONCE)
        .chain(
            messages ->
                messages.isEmpty()
                    ? Uni.createFrom().item(0)
                    : cancellation
                        .ask(account, messages)
                        .chain(() -> cancel(account, address, messages.getLast().id()))
                        .map(others -> messages.size() + others));
  }

  private Uni<Optional<String>> suppressed(String account, String address) {
    return suppressions
        .among(account, List.of(address))
        .map(reasons -> Optional.ofNullable(reasons.get(address)));
  }
}
