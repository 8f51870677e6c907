package baton.submission.accounts;

import baton.submission.admission.Credentials;
import baton.submission.admission.Principal;
import baton.submission.database.Sessions;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * API keys in PostgreSQL, remembered for a few seconds. Concurrent questions about one key become
 * one query; keys that are nobody's are remembered too, so that a wrong key costs no query a try.
 */
@Singleton
class HibernateCredentials implements Credentials {

  private static final Logger LOG = Logger.getLogger(HibernateCredentials.class);

  /** A key that was revoked works no longer than this, on any instance. */
  private static final Duration OLDEST = Duration.ofSeconds(4);

  /** How exactly it is told when a key was last used. */
  private static final Duration USE = Duration.ofMinutes(1);

  private static final int MOST = 50_000;

  /** Real keys have 49; what is longer is not worth a hash. */
  private static final int LONGEST = 256;

  private final Sessions sessions;
  private final Clock clock = Clock.systemUTC();
  private final AsyncCache<String, Optional<Principal>> byHash = cache();
  private final AsyncCache<String, Optional<Principal>> byId = cache();

  HibernateCredentials(Sessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Uni<Optional<Principal>> authenticate(String apiKey) {
    if (apiKey.length() > LONGEST) {
      return Uni.createFrom().item(Optional.empty());
    }
    String hash = ApiKey.of(apiKey).hash();
    return remembered(byHash, hash, load(hash));
  }

  @Override
  public Uni<Optional<Principal>> recall(Principal known) {
    String id = known.credential();
    return remembered(
        byId,
        id,
        sessions
            .reading(session -> session.find(StoredCredential.class, UUID.fromString(id)))
            .map(this::used));
  }

  Uni<Optional<Principal>> load(String hash) {
    byte[] keyHash = HexFormat.of().parseHex(hash);
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredCredential where keyHash = :hash", StoredCredential.class)
                    .setParameter("hash", keyHash)
                    .getSingleResultOrNull())
        .map(this::used);
  }

  void forget(String hash) {
    byHash.synchronous().invalidate(hash);
  }

  /** The hash is not known of a key that is revoked by its id. */
  void forget(UUID id) {
    byId.synchronous().invalidate(id.toString());
    byHash
        .synchronous()
        .asMap()
        .values()
        .removeIf(known -> known.filter(p -> p.credential().equals(id.toString())).isPresent());
  }

  private static AsyncCache<String, Optional<Principal>> cache() {
    return Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(OLDEST).buildAsync();
  }

  private static Uni<Optional<Principal>> remembered(
      AsyncCache<String, Optional<Principal>> cache, String key, Uni<Optional<Principal>> load) {
    // A copy, because a caller who goes away cancels what he waits for, and others wait for it too.
    return Uni.createFrom()
        .completionStage(() -> cache.get(key, (_, _) -> load.subscribeAsCompletionStage()).copy());
  }

  /** A key is read because somebody uses it. */
  private Optional<Principal> used(@Nullable StoredCredential row) {
    if (row == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (row.lastUsedAt == null || row.lastUsedAt.isBefore(now.minus(USE))) {
      sessions
          .writing(session -> markUsed(session, row.id, now))
          .subscribe()
          .with(
              _ -> {},
              e -> LOG.warnf("use of key not noted credential=%s: %s", row.id, e.getMessage()));
    }
    return Optional.of(row.principal());
  }

  private static Uni<Integer> markUsed(Mutiny.Session session, UUID id, Instant now) {
    return session
        .createMutationQuery("update StoredCredential set lastUsedAt = :now where id = :id")
        .setParameter("now", now)
        .setParameter("id", id)
        .executeUpdate();
  }
}
