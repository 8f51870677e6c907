package baton.submission.templates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code template}. */
@Entity
@Table(name = "template")
@IdClass(StoredTemplate.Key.class)
class StoredTemplate {

  @Id String account = "";

  @Id String name = "";

  @Nullable String subject;

  @Nullable String text;

  @Nullable String html;

  String missing = "";

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "updated_at")
  Instant updatedAt = Instant.EPOCH;

  protected StoredTemplate() {}

  /** The primary key. */
  record Key(String account, String name) implements Serializable {}

  Template template() {
    return new Template(
        name,
        new Wording(subject, text, html),
        MissingVariable.of(missing).orElseThrow(),
        createdAt,
        updatedAt);
  }
}
