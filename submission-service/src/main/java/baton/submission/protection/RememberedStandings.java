package baton.submission.protection;

import baton.submission.admission.Standings;
import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Standings as PostgreSQL had them a moment ago: that of an account in use is refreshed beside its
 * mail, so that no message waits for a query.
 */
@Singleton
class RememberedStandings implements Standings {

  private static final Duration REFRESH = Duration.ofSeconds(2);
  private static final Duration OLDEST = Duration.ofSeconds(5);
  private static final int MOST = 50_000;

  private final AccountPauses pauses;
  private final AsyncLoadingCache<String, Optional<String>> known =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .refreshAfterWrite(REFRESH)
          .expireAfterWrite(OLDEST)
          .buildAsync(new FromDatabase());

  RememberedStandings(AccountPauses pauses) {
    this.pauses = pauses;
  }

  @Override
  public Uni<Optional<String>> pauseOf(String account) {
    CompletableFuture<Optional<String>> answer = known.get(account);
    // A copy, because a caller who goes away cancels what he waits for, and others wait for it too.
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? Uni.createFrom().item(answer.join())
        : Uni.createFrom().completionStage(answer.copy());
  }

  void forget(String account) {
    known.synchronous().invalidate(account);
  }

  private final class FromDatabase implements AsyncCacheLoader<String, Optional<String>> {

    @Override
    public CompletableFuture<Optional<String>> asyncLoad(String account, Executor executor) {
      return pauses
          .current(account)
          .map(pause -> pause.map(Pause::reason))
          .subscribeAsCompletionStage();
    }
  }
}
