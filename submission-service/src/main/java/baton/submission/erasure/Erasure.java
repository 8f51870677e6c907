package baton.submission.erasure;

import baton.submission.admission.Receipt;
import baton.submission.admission.Suppressions;
import baton.submission.history.RecipientHistory;
import baton.submission.idempotency.AnsweredRecipients;
import baton.submission.outbox.Cancellation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * the recipient's messages forgotten, for good. What history hears of meanwhile is cancelled
   * before it is forgotten; what it hears of later, by the projection. The suppression list stays
   * as it is. Where it fails, what is done stays done, and doing it again does the rest.
   *
   * @param address as it is written on the wire, in any case
   * @return fails with {@link UnfinishedErasureException} alone
   */
  public Uni<Erased> erase(String account, String address) {
    // What was accepted in this very millisecond is meant too.
    Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
    Set<UUID> cancelled = new HashSet<>();
    // Nearly all of it first: history waits while it is erased from.
    return cancel(account, address, BEFORE_ALL, cancelled)
        .chain(
            () ->
                answers
                    .erase(account, address)
                    .chain(
                        () ->
                            history.erase(
                                account,
                                address,
                                before,
                                messages -> cancel(account, messages, cancelled)))
                    .chain(
                        extent ->
                            suppressed(account, address)
                                .map(
                                    reason ->
                                        new Erased(
                                            extent.messages(),
                                            extent.events(),
                                            cancelled.size(),
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

  private Uni<Void> cancel(String account, String address, UUID after, Set<UUID> cancelled) {
    return history
        .onTheirWay(account, address, after, AT_ONCE)
        .chain(
            messages ->
                messages.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : cancel(account, messages, cancelled)
                        .chain(() -> cancel(account, address, messages.getLast().id(), cancelled)));
  }

  /** Those that have not been before. */
  private Uni<Void> cancel(String account, List<Receipt> messages, Set<UUID> cancelled) {
    List<Receipt> others =
        messages.stream().filter(message -> !cancelled.contains(message.id())).toList();
    return others.isEmpty()
        ? Uni.createFrom().voidItem()
        : cancellation
            .ask(account, others)
            .invoke(() -> others.forEach(message -> cancelled.add(message.id())));
  }

  private Uni<Optional<String>> suppressed(String account, String address) {
    return suppressions
        .among(account, List.of(address))
        .map(reasons -> Optional.ofNullable(reasons.get(address)));
  }
}
