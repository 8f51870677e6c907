package baton.submission.domains;

import baton.submission.database.Sessions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Brings stored keys up to what this version and its secret keys ask for: domains from before
 * Ed25519 get theirs, and what an older secret key has sealed is sealed anew, so that the older one
 * can be given up.
 */
@Singleton
class KeyCare {

  private static final Logger LOG = Logger.getLogger(KeyCare.class);
  private static final UUID BEFORE_ALL = new UUID(0, 0);
  private static final int AT_ONCE = 500;

  private final Sessions sessions;
  private final KeyMaker keyMaker;
  private final KeyVault vault;

  KeyCare(Sessions sessions, KeyMaker keyMaker, KeyVault vault) {
    this.sessions = sessions;
    this.keyMaker = keyMaker;
    this.vault = vault;
  }

  /** Completes when all of it is done; mail goes on meanwhile. */
  Uni<Void> care() {
    return completeAll().chain(() -> resealAll(BEFORE_ALL));
  }

  private Uni<Void> completeAll() {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from StoredDomain d where :algorithms >
                          (select count(distinct k.algorithm) from StoredKey k
                            where k.domain = d.id and k.state <> :retired)
                        """,
                        StoredDomain.class)
                    .setParameter("algorithms", (long) KeyAlgorithm.values().length)
                    .setParameter("retired", StoredKey.State.RETIRED)
                    .getResultList())
        .chain(
            domains ->
                each(
                    domains,
                    domain ->
                        keyMaker
                            .complete(domain)
                            .invoke(
                                () ->
                                    LOG.infof(
                                        "domain keys completed account=%s domain=%s",
                                        domain.account, domain.name))));
  }

  /** By id, so that a key that cannot be opened is passed over and not met again and again. */
  private Uni<Void> resealAll(UUID after) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredKey where sealedKey is not null and id > :after order by id",
                        StoredKey.class)
                    .setParameter("after", after)
                    .setMaxResults(AT_ONCE)
                    .getResultList())
        .chain(
            keys ->
                each(keys.stream().filter(vault::isOutdated).toList(), this::reseal)
                    .chain(
                        () ->
                            keys.size() < AT_ONCE
                                ? Uni.createFrom().voidItem()
                                : resealAll(keys.getLast().id)));
  }

  private Uni<Void> reseal(StoredKey key) {
    return sessions
        .writing(
            session ->
                session
                    .find(StoredKey.class, key.id, LockMode.PESSIMISTIC_WRITE)
                    .chain(locked -> reseal(session, locked)))
        .onFailure(IllegalStateException.class)
        .recoverWithItem(
            e -> {
              LOG.errorf("DKIM key not sealed anew selector=%s: %s", key.selector, e.getMessage());
              return null;
            });
  }

  private Uni<Void> reseal(Mutiny.Session session, StoredKey key) {
    return session
        .find(StoredDomain.class, key.domain)
        .invoke(
            domain -> {
              if (vault.isOutdated(key)) {
                key.sealedKey = vault.reseal(key, domain.owner());
                LOG.infof(
                    "DKIM key sealed anew account=%s domain=%s selector=%s",
                    domain.account, domain.name, key.selector);
              }
            })
        .replaceWithVoid();
  }

  private static <T> Uni<Void> each(List<T> items, Function<T, Uni<Void>> work) {
    return Multi.createFrom()
        .iterable(items)
        .onItem()
        .transformToUniAndConcatenate(work::apply)
        .collect()
        .last()
        .replaceWithVoid();
  }
}
