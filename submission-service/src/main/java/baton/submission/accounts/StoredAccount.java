package baton.submission.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code account}. */
@Entity
@Table(name = "account")
class StoredAccount {

  @Id String id;

  String name;

  @Column(name = "created_at")
  Instant createdAt;

  protected StoredAccount() {
    this("", "", Instant.EPOCH);
  }

  StoredAccount(String id, String name, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.createdAt = createdAt;
  }
}
