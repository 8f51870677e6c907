package baton.submission.accounts;

import baton.submission.admission.Credentials;
import baton.submission.admission.Principal;
import baton.submission.database.Sessions;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * API keys in PostgreSQL, remembered for a few seconds. Concurrent questions about one key become
 * one query; keys that are nobody's are remembered too, so that a wrong key costs no query a try.
 */
@Singleton
class HibernateCredentials implements Credentials {

  private static final Duration OLDEST = Duration.ofSeconds(5);
  private static final int MOST = 50_000;

  /** Real keys have 49; what is longer is not worth a hash. */
  private static final int LONGEST = 256;

  private final Sessions sessions;
  private final AsyncCache<String, Optional<Principal>> known =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(OLDEST).buildAsync();

  HibernateCredentials(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Optional<Principal>> authenticate(String apiKey) {
    if (apiKey.length() > LONGEST) {
      return Uni.createFrom().item(Optional.empty());
    }
    String hash = ApiKey.of(apiKey).hash();
    // A copy, because a caller who goes away cancels what he waits for, and others wait for it too.
    return Uni.createFrom()
        .completionStage(
            () -> known.get(hash, (h, _) -> load(h).subscribeAsCompletionStage()).copy());
  }

  Uni<Optional<Principal>> load(String hash) {
    byte[] keyHash = HexFormat.of().parseHex(hash);
    return sessions.reading(
        session ->
            session
                .createSelectionQuery(
                    "from StoredCredential where keyHash = :hash", StoredCredential.class)
                .setParameter("hash", keyHash)
                .getSingleResultOrNull()
                .map(
                    found ->
                        Optional.ofNullable(found)
                            .map(c -> new Principal(c.account, c.id.toString()))));
  }

  void forget(String hash) {
    known.synchronous().invalidate(hash);
  }
}
