package baton.submission.protection;

import baton.submission.admission.Allowance;
import baton.submission.admission.Counted;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What this instance holds of an account's quota for one span. It is taken from the whole in
 * portions of a hundredth, so that few messages wait for PostgreSQL, all instances together never
 * send more than the quota, and little of it lies with one that does not need it.
 */
final class Allotment {

  private static final int PORTIONS = 100;
  private static final long LARGEST_PORTION = 1_000;

  private final String account;
  private final Span span;
  private final Usage usage;
  private final InstantSource clock;
  private final Executor workers;

  private Instant start = Instant.MIN;
  private long left;

  /** So many could not be had of {@link #refusedLimit}; fewer perhaps can. */
  private long refused = Long.MAX_VALUE;

  private long refusedLimit;
  private @Nullable CompletableFuture<Void> asking;

  Allotment(String account, Span span, Usage usage, InstantSource clock, Executor workers) {
    this.account = account;
    this.span = span;
    this.usage = usage;
    this.clock = clock;
    this.workers = workers;
  }

  /**
   * Takes messages, wholly or not at all. Fails where the whole cannot be asked.
   *
   * @param limit up to which the span's messages count, no less than {@code messages}
   * @return empty where they cannot be had
   */
  Uni<Optional<Counted>> take(long messages, long limit) {
    CompletableFuture<Void> answer;
    boolean first = false;
    Instant asked;
    long portion;
    synchronized (this) {
      begin();
      if (left >= messages) {
        left -= messages;
        Instant taken = start;
        return Uni.createFrom().item(Optional.of(() -> giveBack(messages, taken)));
      }
      if (messages >= refused && limit == refusedLimit) {
        return Uni.createFrom().item(Optional.empty());
      }
      if (asking == null) {
        first = true;
        asking = new CompletableFuture<>();
      }
      answer = asking;
      asked = start;
      portion = messages - left;
    }
    if (first) {
      ask(asked, portion, messages, limit, answer);
    }
    return Uni.createFrom()
        .completionStage(answer.copy())
        .emitOn(workers)
        .chain(() -> take(messages, limit));
  }

  private synchronized void giveBack(long messages, Instant taken) {
    begin();
    if (taken.equals(start)) {
      left += messages;
    }
  }

  /** What is left as far as this instance knows. */
  synchronized Allowance allowance(long limit) {
    begin();
    return new Allowance(limit, left, span.rest(clock.instant()));
  }

  private void begin() {
    Instant now = span.start(clock.instant());
    if (now.isAfter(start)) {
      start = now;
      left = 0;
      refused = Long.MAX_VALUE;
    }
  }

  private void ask(
      Instant of, long needed, long messages, long limit, CompletableFuture<Void> answer) {
    long portion = Math.max(needed, Math.min(limit / PORTIONS, LARGEST_PORTION));
    usage
        .take(account, span, of, portion, limit)
        .flatMap(
            had ->
                had || portion == needed
                    ? Uni.createFrom().item(had ? portion : 0)
                    : usage.take(account, span, of, needed, limit).map(it -> it ? needed : 0))
        .subscribe()
        .with(
            had -> {
              settle(of, had, messages, limit);
              answer.complete(null);
            },
            failure -> {
              settled();
              answer.completeExceptionally(failure);
            });
  }

  private synchronized void settle(Instant of, long had, long messages, long limit) {
    asking = null;
    if (!of.equals(start)) {
      return;
    }
    left += had;
    if (had == 0) {
      refused = messages;
      refusedLimit = limit;
    }
  }

  private synchronized void settled() {
    asking = null;
  }
}
