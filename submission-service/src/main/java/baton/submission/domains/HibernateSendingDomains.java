package baton.submission.domains;

import baton.submission.admission.SendingDomain;
import baton.submission.admission.SendingDomains;
import baton.submission.database.Sessions;
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
 * Sending domains in PostgreSQL. A domain in use is refreshed beside the mail that asks for it, so
 * that no message waits for a query; what has not been asked for in a while is asked anew.
 */
@Singleton
class HibernateSendingDomains implements SendingDomains {

  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration OLDEST = Duration.ofSeconds(10);
  private static final int MOST = 50_000;

  private final Sessions sessions;
  private final KeyVault vault;
  private final AsyncLoadingCache<String, Optional<SendingDomain>> known;

  HibernateSendingDomains(Sessions sessions, KeyVault vault) {
    this.sessions = sessions;
    this.vault = vault;
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .refreshAfterWrite(REFRESH)
            .expireAfterWrite(OLDEST)
            .buildAsync(new FromDatabase());
  }

  @Override
  public Uni<Optional<SendingDomain>> find(String domain) {
    CompletableFuture<Optional<SendingDomain>> answer = known.get(domain);
    // A copy, because a caller who goes away cancels what he waits for, and others wait for it too.
    return answer.isDone() && !answer.isCompletedExceptionally()
        ? Uni.createFrom().item(answer.join())
        : Uni.createFrom().completionStage(answer.copy());
  }

  void forget(String domain) {
    known.synchronous().invalidate(domain);
  }

  private Uni<Optional<SendingDomain>> load(String domain) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredDomain where name = :name and verifiedAt is not null",
                        StoredDomain.class)
                    .setParameter("name", domain)
                    .getSingleResultOrNull())
        .map(row -> Optional.ofNullable(row).map(this::open));
  }

  private SendingDomain open(StoredDomain row) {
    return new SendingDomain(
        row.name, row.account, row.selector, vault.open(row.sealedKey, row.owner()));
  }

  private final class FromDatabase implements AsyncCacheLoader<String, Optional<SendingDomain>> {

    @Override
    public CompletableFuture<Optional<SendingDomain>> asyncLoad(String domain, Executor executor) {
      return load(domain).subscribeAsCompletionStage();
    }
  }
}
