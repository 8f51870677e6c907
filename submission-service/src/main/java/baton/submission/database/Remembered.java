package baton.submission.database;

import com.github.benmanes.caffeine.cache.AsyncCacheLoader;
import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What PostgreSQL said a moment ago. What is in use is refreshed beside those who ask for it, so
 * that none of them waits for a query; what has not been asked for in a while is asked anew.
 */
public final class Remembered<T> {

  private static final int MOST = 50_000;

  private final AsyncLoadingCache<String, T> known;

  /**
   * Nothing is known yet.
   *
   * @param refresh the age from which an answer is asked for again, beside whoever gets it
   * @param oldest the age that no answer has
   * @param question asks PostgreSQL
   */
  public Remembered(Duration refresh, Duration oldest, Function<String, Uni<T>> question) {
    AsyncCacheLoader<String, T> loader =
        new AsyncCacheLoader<>() {
          @Override
          public CompletableFuture<T> asyncLoad(String key, Executor executor) {
            return question.apply(key).subscribeAsCompletionStage();
          }
        };
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .refreshAfterWrite(refresh)
            .expireAfterWrite(oldest)
            .buildAsync(loader);
  }

  /** Fails as the question does, where the answer is not known and cannot be had. */
  public Uni<T> get(String key) {
    CompletableFuture<T> answer = known.get(key);
    // A copy, because a caller who goes away cancels what he waits for, and others wait for it too.
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? Uni.createFrom().item(answer.join())
        : Uni.createFrom().completionStage(answer.copy());
  }

  /** The next one to ask gets what is true then. */
  public void forget(String key) {
    known.synchronous().invalidate(key);
  }
}
