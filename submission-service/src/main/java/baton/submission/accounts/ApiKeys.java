package baton.submission.accounts;

import baton.contracts.MessageId;
import baton.submission.admission.Grant;
import baton.submission.admission.Network;
import baton.submission.admission.Scope;
import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** An account's API keys: made, listed, revoked. */
@Singleton
public class ApiKeys {

  private static final Logger LOG = Logger.getLogger(ApiKeys.class);

  /** Keys of an account. */
  public static final int MOST = 100;

  private final Sessions sessions;
  private final HibernateCredentials credentials;
  private final Clock clock = Clock.systemUTC();

  ApiKeys(Sessions sessions, HibernateCredentials credentials) {
    this.sessions = sessions;
    this.credentials = credentials;
  }

  /**
   * Makes a key; empty where the account has {@link #MOST} already.
   *
   * @param name for people
   */
  public Uni<Optional<Credential.Created>> create(String account, String name, Grant grant) {
    ApiKey key = ApiKey.generate();
    Instant now = Instant.now(clock).truncatedTo(ChronoUnit.MICROS);
    Credential credential = new Credential(MessageId.next(), name, grant, now, null);
    return sessions
        .writing(
            session ->
                count(session, account)
                    .chain(
                        count ->
                            count >= MOST
                                ? Uni.createFrom().item(false)
                                : insert(session, account, credential, key).replaceWith(true)))
        .map(
            done -> {
              if (!done) {
                return Optional.empty();
              }
              LOG.infof("key created account=%s credential=%s", account, credential.id());
              return Optional.of(new Credential.Created(credential, key));
            });
  }

  /** The account's keys, the oldest first. */
  public Uni<List<Credential>> list(String account) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "from StoredCredential where account = :account order by id",
                        StoredCredential.class)
                    .setParameter("account", account)
                    .getResultList())
        .map(rows -> rows.stream().map(StoredCredential::credential).toList());
  }

  /**
   * Revokes a key: here at once, on other instances within 5 seconds. False where the account has
   * no such key.
   */
  public Uni<Boolean> revoke(String account, UUID id) {
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery(
                        "delete from StoredCredential where account = :account and id = :id")
                    .setParameter("account", account)
                    .setParameter("id", id)
                    .executeUpdate())
        .map(rows -> rows == 1)
        .invoke(
            revoked -> {
              if (revoked) {
                credentials.forget(id);
                LOG.infof("key revoked account=%s credential=%s", account, id);
              }
            });
  }

  private static Uni<Long> count(Mutiny.Session session, String account) {
    return session
        .createSelectionQuery(
            "select count(*) from StoredCredential where account = :account", Long.class)
        .setParameter("account", account)
        .getSingleResult();
  }

  private static Uni<Integer> insert(
      Mutiny.Session session, String account, Credential credential, ApiKey key) {
    Grant grant = credential.grant();
    return session
        .createNativeQuery(
            """
            insert into submission.credential
              (id, account, key_hash, created_at, name, scopes, domains, networks)
            values (:id, :account, :hash, :now, :name, :scopes, :domains, :networks)
            """)
        .setParameter("id", credential.id())
        .setParameter("account", account)
        .setParameter("hash", HexFormat.of().parseHex(key.hash()))
        .setParameter("now", credential.createdAt())
        .setParameter("name", credential.name())
        .setParameter(
            "scopes",
            grant.scopes().stream().map(Scope::word).sorted().collect(Collectors.joining(",")))
        .setParameter("domains", String.join(",", grant.domains()))
        .setParameter(
            "networks",
            grant.networks().stream().map(Network::toString).collect(Collectors.joining(",")))
        .executeUpdate();
  }
}
