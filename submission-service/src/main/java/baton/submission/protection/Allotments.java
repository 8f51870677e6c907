package baton.submission.protection;

import baton.submission.admission.Counted;
import baton.submission.admission.Quota;
import baton.submission.admission.Quotas;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/** Quotas, of which this instance holds a little for each account that sends through it. */
@Singleton
class Allotments implements Quotas {

  private static final Logger LOG = Logger.getLogger(Allotments.class);
  private static final int MOST = 100_000;
  private static final Duration UNUSED = Duration.ofHours(2);

  private record Place(String account, Span span) {}

  private final LoadingCache<Place, Allotment> held;

  @Inject
  Allotments(Usage usage) {
    this(usage, InstantSource.system(), Infrastructure.getDefaultWorkerPool());
  }

  Allotments(Usage usage, InstantSource clock, Executor workers) {
    this.held =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterAccess(UNUSED)
            .build(place -> new Allotment(place.account(), place.span(), usage, clock, workers));
  }

  @Override
  public Uni<Counted> take(String account, Quota quota, int messages) {
    if (!quota.counts() || messages == 0) {
      return Uni.createFrom().item(Counted.NOTHING);
    }
    return take(account, Span.MINUTE, quota.messagesPerMinute(), messages)
        .chain(
            minute ->
                take(account, Span.DAY, quota.messagesPerDay(), messages)
                    .onFailure()
                    .invoke(minute::giveBack)
                    .map(day -> both(minute, day)));
  }

  private static Counted both(Counted minute, Counted day) {
    return () -> {
      minute.giveBack();
      day.giveBack();
    };
  }

  private Uni<Counted> take(String account, Span span, long limit, int messages) {
    if (limit == Quota.UNLIMITED) {
      return Uni.createFrom().item(Counted.NOTHING);
    }
    Allotment allotment = held.get(new Place(account, span));
    return allotment
        .take(messages, limit)
        .onFailure()
        .transform(failure -> unavailable(account, failure))
        .map(counted -> counted.orElseThrow(() -> usedUp(span, limit, allotment)));
  }

  private static RefusedException usedUp(Span span, long limit, Allotment allotment) {
    var allowance = allotment.allowance(limit);
    return switch (span) {
      case MINUTE ->
          new RefusedException(
              Refusal.RATE_LIMITED,
              allowance,
              "this account may send %d messages a minute; try again in %d s"
                  .formatted(limit, allowance.resetSeconds()));
      case DAY ->
          new RefusedException(
              Refusal.QUOTA_USED_UP,
              allowance,
              "this account may send %d messages a day; the next day begins at 00:00 UTC, in %d s"
                  .formatted(limit, allowance.resetSeconds()));
    };
  }

  private static RefusedException unavailable(String account, Throwable failure) {
    LOG.warnf("quota not checked account=%s: %s", account, failure.getMessage());
    return new RefusedException(
        Refusal.UNAVAILABLE, "the account's quota cannot be checked now; try again later");
  }
}
