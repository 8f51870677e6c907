package baton.submission.accounts;

import baton.contracts.AccountId;
import baton.contracts.MessageId;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** The accounts and their credentials. */
@Singleton
public class Accounts {

  private static final Logger LOG = Logger.getLogger(Accounts.class);

  private final Sessions sessions;
  private final HibernateCredentials credentials;
  private final Clock clock = Clock.systemUTC();

  Accounts(Sessions sessions, HibernateCredentials credentials) {
    this.sessions = sessions;
    this.credentials = credentials;
  }

  /**
   * Creates an account and its first API key.
   *
   * @param account an {@link AccountId}
   * @param name for people, not empty
   * @return the key, which nobody can ask for again; empty where the account exists already
   */
  public Uni<Optional<ApiKey>> create(String account, String name) {
    AccountId.check(account);
    ApiKey key = ApiKey.generate();
    return sessions
        .writing(
            session ->
                insertAccount(session, account, name)
                    .chain(
                        isNew ->
                            isNew
                                ? insertCredential(session, account, key).replaceWith(true)
                                : Uni.createFrom().item(false)))
        .map(
            isNew -> {
              if (!isNew) {
                return Optional.empty();
              }
              LOG.infof("account created account=%s", account);
              return Optional.of(key);
            });
  }

  /**
   * Sees to it that the account exists and that the key is its own, as it was before or not.
   *
   * @throws IllegalStateException (as the failure of the result) where the key is another account's
   */
  public Uni<Void> ensure(String account, String name, ApiKey key) {
    AccountId.check(account);
    return sessions
        .writing(
            session ->
                insertAccount(session, account, name)
                    .chain(() -> insertCredential(session, account, key)))
        .chain(() -> credentials.load(key.hash()))
        .invoke(
            owner -> {
              if (!owner.map(o -> o.account().equals(account)).orElse(false)) {
                throw new IllegalStateException("the API key belongs to another account");
              }
              LOG.infof("account ready account=%s", account);
            })
        .replaceWithVoid();
  }

  public Uni<Boolean> exists(String account) {
    return sessions
        .reading(session -> session.find(StoredAccount.class, account))
        .map(Objects::nonNull);
  }

  private Uni<Boolean> insertAccount(Mutiny.Session session, String account, String name) {
    return session
        .createNativeQuery(
            """
            insert into submission.account (id, name, created_at) values (:id, :name, :now)
            on conflict do nothing
            """)
        .setParameter("id", account)
        .setParameter("name", name)
        .setParameter("now", Instant.now(clock))
        .executeUpdate()
        .map(rows -> rows == 1);
  }

  private Uni<Integer> insertCredential(Mutiny.Session session, String account, ApiKey key) {
    return session
        .createNativeQuery(
            """
            insert into submission.credential (id, account, key_hash, created_at)
            values (:id, :account, :hash, :now)
            on conflict (key_hash) do nothing
            """)
        .setParameter("id", MessageId.next())
        .setParameter("account", account)
        .setParameter("hash", HexFormat.of().parseHex(key.hash()))
        .setParameter("now", Instant.now(clock))
        .executeUpdate()
        .invoke(_ -> credentials.forget(key.hash()));
  }
}
