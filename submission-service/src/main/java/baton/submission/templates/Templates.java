package baton.submission.templates;

import baton.submission.database.Sessions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The accounts' templates, in PostgreSQL. */
@Singleton
public class Templates {

  private static final Logger LOG = Logger.getLogger(Templates.class);

  private final Sessions sessions;
  private final Clock clock = Clock.systemUTC();

  Templates(Sessions sessions) {
    this.sessions = sessions;
  }

  /**
   * A template in a list.
   *
   * @param subject with tags in it; null for none
   */
  public record Summary(
      String name,
      @Nullable String subject,
      MissingVariable missing,
      Instant createdAt,
      Instant updatedAt) {}

  /** What became of a new template. */
  public enum Creation {
    CREATED,
    EXISTS,
    /** The account has {@link TemplateRules#MOST_TEMPLATES}. */
    TOO_MANY
  }

  /**
   * Keeps a new template.
   *
   * @throws baton.submission.admission.RefusedException where the wording is no template
   */
  public Uni<Creation> create(
      String account, String name, Wording wording, MissingVariable missing) {
    Rendering.of(wording, missing);
    return sessions
        .writing(
            session ->
                count(session, account)
                    .chain(
                        count ->
                            count >= TemplateRules.MOST_TEMPLATES
                                ? Uni.createFrom().item(Creation.TOO_MANY)
                                : insert(session, account, name, wording, missing)
                                    .map(rows -> rows == 1 ? Creation.CREATED : Creation.EXISTS)))
        .invoke(
            outcome ->
                LOG.infof(
                    "template kept account=%s template=%s outcome=%s", account, name, outcome));
  }

  /**
   * Puts another wording in a template's place; false where there is no such template.
   *
   * @throws baton.submission.admission.RefusedException where the wording is no template
   */
  public Uni<Boolean> replace(
      String account, String name, Wording wording, MissingVariable missing) {
    Rendering.of(wording, missing);
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery(
                        """
                        update StoredTemplate set subject = :subject, text = :text, html = :html,
                          missing = :missing, updatedAt = :now
                        where account = :account and name = :name
                        """)
                    .setParameter("account", account)
                    .setParameter("name", name)
                    .setParameter("subject", wording.subject())
                    .setParameter("text", wording.text())
                    .setParameter("html", wording.html())
                    .setParameter("missing", missing.word())
                    .setParameter("now", now())
                    .executeUpdate())
        .invoke(rows -> LOG.infof("template replaced account=%s template=%s", account, name))
        .map(rows -> rows == 1);
  }

  /** Forgets a template; false where there was none. */
  public Uni<Boolean> delete(String account, String name) {
    return sessions
        .writing(
            session ->
                session
                    .createMutationQuery(
                        "delete from StoredTemplate where account = :account and name = :name")
                    .setParameter("account", account)
                    .setParameter("name", name)
                    .executeUpdate())
        .invoke(rows -> LOG.infof("template deleted account=%s template=%s", account, name))
        .map(rows -> rows == 1);
  }

  /** The account's template of that name; empty where it has none. */
  public Uni<Optional<Template>> find(String account, String name) {
    return sessions
        .reading(
            session -> session.find(StoredTemplate.class, new StoredTemplate.Key(account, name)))
        .map(row -> Optional.ofNullable(row).map(StoredTemplate::template));
  }

  /** The account's templates, by name, without what they say. */
  public Uni<List<Summary>> list(String account) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        "select name, subject, missing, createdAt, updatedAt from StoredTemplate"
                            + " where account = :account order by name",
                        Object[].class)
                    .setParameter("account", account)
                    .getResultList())
        .map(rows -> rows.stream().map(Templates::summary).toList());
  }

  private static Summary summary(Object[] row) {
    return new Summary(
        (String) row[0],
        (String) row[1],
        MissingVariable.of((String) row[2]).orElseThrow(),
        (Instant) row[3],
        (Instant) row[4]);
  }

  private static Uni<Long> count(Mutiny.Session session, String account) {
    return session
        .createSelectionQuery(
            "select count(*) from StoredTemplate where account = :account", Long.class)
        .setParameter("account", account)
        .getSingleResult();
  }

  private Uni<Integer> insert(
      Mutiny.Session session,
      String account,
      String name,
      Wording wording,
      MissingVariable missing) {
    return session
        .createNativeQuery(
            """
            insert into submission.template
              (account, name, subject, text, html, missing, created_at, updated_at)
            values (:account, :name, :subject, :text, :html, :missing, :now, :now)
            on conflict (account, name) do nothing
            """)
        .setParameter("account", account)
        .setParameter("name", name)
        .setParameter("subject", wording.subject())
        .setParameter("text", wording.text())
        .setParameter("html", wording.html())
        .setParameter("missing", missing.word())
        .setParameter("now", now())
        .executeUpdate();
  }

  /** As PostgreSQL keeps it. */
  private Instant now() {
    return Instant.now(clock).truncatedTo(ChronoUnit.MICROS);
  }
}
