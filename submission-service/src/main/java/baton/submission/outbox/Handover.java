package baton.submission.outbox;

import baton.contracts.TopicRecord;
import baton.submission.admission.Acceptance;
import baton.submission.admission.Admission;
import baton.submission.admission.Admitted;
import baton.submission.admission.Deadline;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.InFlight;
import baton.submission.admission.JointAcceptance;
import baton.submission.admission.Protocol;
import baton.submission.admission.Quota;
import baton.submission.admission.Quotas;
import baton.submission.admission.Receipt;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Repetitions;
import baton.submission.admission.Submission;
import baton.submission.prepare.Preparation;
import baton.submission.prepare.Prepared;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole way from a submission to the promise: admits, prepares, publishes, counts. */
public final class Handover implements Acceptance, JointAcceptance {

  private static final Logger log = LoggerFactory.getLogger(Handover.class);

  /** Octets up to which a message to one recipient is prepared by whoever brought it. */
  private static final int SMALL = 64 * 1024;

  private final Admission admission;
  private final Preparation preparation;
  private final Outbox outbox;
  private final Repetitions repetitions;
  private final Quotas quotas;
  private final InFlight inFlight;
  private final Executor workers;
  private final HandoverMetrics metrics;

  /**
   * A handover.
   *
   * @param workers do what would keep an event loop from its other connections: large messages, and
   *     those to many
   */
  public Handover(
      Admission admission,
      Preparation preparation,
      Outbox outbox,
      Repetitions repetitions,
      Quotas quotas,
      InFlight inFlight,
      Executor workers,
      HandoverMetrics metrics) {
    this.admission = admission;
    this.preparation = preparation;
    this.outbox = outbox;
    this.repetitions = repetitions;
    this.quotas = quotas;
    this.inFlight = inFlight;
    this.workers = workers;
    this.metrics = metrics;
  }

  @Override
  public Uni<List<Receipt>> accept(Submission submission) {
    return Uni.createFrom()
        .deferred(() -> takeOver(submission, System.nanoTime()))
        .onFailure()
        .transform(failure -> refused(submission, failure));
  }

  @Override
  public Uni<List<Receipt>> acceptTogether(
      List<Submission> submissions, @Nullable IdempotencyKey key) {
    long start = System.nanoTime();
    return Uni.createFrom()
        .voidItem()
        .emitOn(workers)
        .flatMap(_ -> admitEach(submissions))
        .emitOn(workers)
        .flatMap(admitted -> togetherOnceOnly(admitted, key, start))
        .onFailure()
        .transform(failure -> refused(submissions.getFirst(), failure));
  }

  private Uni<List<Admitted>> admitEach(List<Submission> submissions) {
    return Multi.createFrom()
        .range(0, submissions.size())
        .onItem()
        .transformToUniAndConcatenate(
            i ->
                Uni.createFrom()
                    .deferred(() -> admission.admit(submissions.get(i)))
                    .onFailure(RefusedException.class)
                    .transform(e -> ((RefusedException) e).at(i)))
        .collect()
        .asList();
  }

  private Uni<List<Receipt>> togetherOnceOnly(
      List<Admitted> admitted, @Nullable IdempotencyKey key, long start) {
    List<String> addresses =
        admitted.stream().map(Admitted::addresses).flatMap(List::stream).toList();
    if (key == null) {
      List<Receipt> receipts = Preparation.receipts(addresses);
      return counted(
              admitted, () -> prepareAndPublishTogether(admitted, receipts, Deadline.NONE, start))
          .replaceWith(receipts);
    }
    return repetitions.once(
        admitted.getFirst().submission().principal().account(),
        key,
        addresses,
        reserved ->
            Uni.createFrom()
                .voidItem()
                .emitOn(workers)
                .flatMap(
                    _ ->
                        counted(
                            admitted,
                            () ->
                                prepareAndPublishTogether(
                                    admitted, reserved.receipts(), reserved.deadline(), start))));
  }

  private Uni<Void> prepareAndPublishTogether(
      List<Admitted> admitted, List<Receipt> receipts, Deadline deadline, long start) {
    long octets = 0;
    for (Admitted one : admitted) {
      octets += (long) one.submission().content().length * one.recipients().size();
    }
    long held = octets;
    inFlight.reserve(held);
    List<TopicRecord> records = new ArrayList<>(receipts.size() * 2);
    try {
      int next = 0;
      for (Admitted one : admitted) {
        int behind = next + one.recipients().size();
        records.addAll(preparation.prepare(one, receipts.subList(next, behind)).records());
        next = behind;
      }
    } catch (RuntimeException e) {
      inFlight.release(held);
      throw e;
    }
    return outbox
        .publish(records, deadline)
        .eventually(() -> inFlight.release(held))
        .invoke(() -> count(admitted, start));
  }

  private void count(List<Admitted> admitted, long start) {
    int suppressed = admitted.stream().mapToInt(one -> one.suppressed().size()).sum();
    int all = admitted.stream().mapToInt(one -> one.recipients().size()).sum();
    Protocol protocol = admitted.getFirst().submission().protocol();
    metrics.accepted(protocol, all - suppressed, suppressed, start);
    log.debug(
        "accepted together account={} messages={}",
        admitted.getFirst().submission().principal().account(),
        all);
  }

  private Uni<List<Receipt>> takeOver(Submission submission, long start) {
    Uni<Admitted> admitted =
        isSmall(submission)
            ? admission.admit(submission)
            : Uni.createFrom()
                .voidItem()
                .emitOn(workers)
                .flatMap(_ -> admission.admit(submission))
                .emitOn(workers);
    return admitted.flatMap(passed -> onceOnly(passed, start));
  }

  private Uni<List<Receipt>> onceOnly(Admitted admitted, long start) {
    IdempotencyKey key = admitted.key();
    if (key == null) {
      List<Receipt> receipts = Preparation.receipts(admitted.addresses());
      return counted(
          List.of(admitted), () -> prepareAndPublish(admitted, receipts, Deadline.NONE, start));
    }
    return repetitions.once(
        admitted.submission().principal().account(),
        key,
        admitted.addresses(),
        reserved ->
            Uni.createFrom()
                .voidItem()
                .emitOn(workers)
                .flatMap(
                    _ ->
                        counted(
                            List.of(admitted),
                            () ->
                                prepareAndPublish(
                                    admitted, reserved.receipts(), reserved.deadline(), start)))
                .replaceWithVoid());
  }

  /** With what the account may send: asked when all else is well, and given back if it is not. */
  private <T> Uni<T> counted(List<Admitted> admitted, Supplier<Uni<T>> takeOver) {
    Quota quota = admitted.getFirst().quota();
    if (!quota.counts()) {
      return takeOver.get();
    }
    String account = admitted.getFirst().submission().principal().account();
    int messages = admitted.stream().mapToInt(Admitted::messages).sum();
    quota.check(messages);
    return quotas
        .take(account, quota, messages)
        .chain(
            counted ->
                Uni.createFrom().deferred(takeOver::get).onFailure().invoke(counted::giveBack));
  }

  private Uni<List<Receipt>> prepareAndPublish(
      Admitted admitted, List<Receipt> receipts, Deadline deadline, long start) {
    long octets = (long) admitted.submission().content().length * admitted.recipients().size();
    inFlight.reserve(octets);
    Prepared prepared;
    try {
      prepared = preparation.prepare(admitted, receipts);
    } catch (RuntimeException e) {
      inFlight.release(octets);
      throw e;
    }
    return outbox
        .publish(prepared.records(), deadline)
        .eventually(() -> inFlight.release(octets))
        .map(_ -> accepted(admitted, prepared, start));
  }

  private List<Receipt> accepted(Admitted admitted, Prepared prepared, long start) {
    Submission submission = admitted.submission();
    int suppressed = admitted.suppressed().size();
    metrics.accepted(
        submission.protocol(), prepared.receipts().size() - suppressed, suppressed, start);
    if (log.isDebugEnabled()) {
      for (Receipt receipt : prepared.receipts()) {
        log.debug(
            "accepted message={} account={} recipient={} protocol={}",
            receipt.id(),
            submission.principal().account(),
            receipt.recipient(),
            submission.protocol());
      }
    }
    return prepared.receipts();
  }

  private Throwable refused(Submission submission, Throwable failure) {
    RefusedException refusal =
        failure instanceof RefusedException known ? known : unexpected(submission, failure);
    metrics.refused(submission.protocol(), refusal.refusal());
    log.info(
        "refused account={} protocol={} reason={} text=\"{}\"",
        submission.principal().account(),
        submission.protocol(),
        refusal.refusal(),
        refusal.getMessage());
    return refusal;
  }

  private static RefusedException unexpected(Submission submission, Throwable failure) {
    log.error("acceptance failed account={}", submission.principal().account(), failure);
    return new RefusedException(
        Refusal.UNAVAILABLE, "mail cannot be taken at this moment; try again later");
  }

  private static boolean isSmall(Submission submission) {
    return submission.content().length <= SMALL && submission.recipients().size() == 1;
  }
}
