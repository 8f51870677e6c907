package baton.submission.domains;

import baton.contracts.MessageId;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

/** Makes DKIM keys and keeps them sealed. */
@Singleton
class KeyMaker {

  private final Sessions sessions;
  private final KeyVault vault;
  private final Clock clock = Clock.systemUTC();

  KeyMaker(Sessions sessions, KeyVault vault) {
    this.sessions = sessions;
    this.vault = vault;
  }

  /** A domain's keys, oldest first. */
  static Uni<List<StoredKey>> keysOf(Mutiny.Session session, List<UUID> domains) {
    return domains.isEmpty()
        ? Uni.createFrom().item(List.of())
        : session
            .createSelectionQuery(
                "from StoredKey where domain in :domains order by createdAt, algorithm desc",
                StoredKey.class)
            .setParameter("domains", domains)
            .getResultList();
  }

  static Uni<List<StoredKey>> keysOf(Mutiny.Session session, StoredDomain domain) {
    return keysOf(session, List.of(domain.id));
  }

  /** Makes the keys that the domain lacks: all of them, or those of a newer algorithm. */
  Uni<Void> complete(StoredDomain domain) {
    return make(
        domain,
        (keys, algorithm) ->
            keys.stream()
                .noneMatch(
                    key -> key.algorithm == algorithm && key.state != StoredKey.State.RETIRED));
  }

  /**
   * Makes a successor for each key that has none yet. It signs when its record has been seen; where
   * the DNS is not asked, at once.
   */
  Uni<Void> succeed(StoredDomain domain) {
    return make(
        domain,
        (keys, algorithm) ->
            keys.stream().noneMatch(key -> key.is(algorithm, StoredKey.State.PENDING)));
  }

  private Uni<Void> make(StoredDomain domain, BiPredicate<List<StoredKey>, KeyAlgorithm> wanted) {
    return sessions
        .reading(session -> keysOf(session, domain))
        .map(
            keys ->
                Arrays.stream(KeyAlgorithm.values())
                    .filter(algorithm -> wanted.test(keys, algorithm))
                    .toList())
        .chain(
            algorithms ->
                algorithms.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : generate(algorithms)
                        .chain(
                            pairs ->
                                sessions.writing(
                                    session -> insert(session, domain, pairs, wanted))));
  }

  /** Beside the event loops. */
  private static Uni<Map<KeyAlgorithm, KeyPair>> generate(List<KeyAlgorithm> algorithms) {
    return Uni.createFrom()
        .item(
            () -> {
              Map<KeyAlgorithm, KeyPair> pairs = new EnumMap<>(KeyAlgorithm.class);
              algorithms.forEach(algorithm -> pairs.put(algorithm, algorithm.generate()));
              return pairs;
            })
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
  }

  /** Another may have made them meanwhile: what is wanted is asked again. */
  private Uni<Void> insert(
      Mutiny.Session session,
      StoredDomain domain,
      Map<KeyAlgorithm, KeyPair> pairs,
      BiPredicate<List<StoredKey>, KeyAlgorithm> wanted) {
    Instant now = Instant.now(clock);
    return session
        .find(StoredDomain.class, domain.id, LockMode.PESSIMISTIC_WRITE)
        .chain(
            row ->
                keysOf(session, row)
                    .chain(
                        keys ->
                            Multi.createFrom()
                                .iterable(pairs.entrySet())
                                .filter(pair -> wanted.test(keys, pair.getKey()))
                                .onItem()
                                .transformToUniAndConcatenate(
                                    pair -> insert(session, row, keys, pair, now))
                                .collect()
                                .last()))
        .replaceWithVoid();
  }

  private Uni<Void> insert(
      Mutiny.Session session,
      StoredDomain domain,
      List<StoredKey> keys,
      Map.Entry<KeyAlgorithm, KeyPair> pair,
      Instant now) {
    KeyAlgorithm algorithm = pair.getKey();
    List<StoredKey> before = keys.stream().filter(key -> key.algorithm == algorithm).toList();
    StoredKey key = new StoredKey();
    key.id = MessageId.next();
    key.domain = domain.id;
    key.algorithm = algorithm;
    key.selector = algorithm.selector(domain.account, before.size() + 1);
    key.sealedKey = vault.seal(pair.getValue().getPrivate(), domain.owner());
    key.publicKey = pair.getValue().getPublic().getEncoded();
    key.createdAt = now;
    if (!domain.exempt) {
      return session.persist(key);
    }
    key.state = StoredKey.State.ACTIVE;
    before.stream()
        .filter(older -> older.state != StoredKey.State.RETIRED)
        .forEach(older -> older.retire(now));
    // One of each algorithm signs: the database must hear of the older one's end first.
    return session.flush().chain(() -> session.persist(key));
  }
}
