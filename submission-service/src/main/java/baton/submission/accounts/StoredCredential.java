package baton.submission.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** A row of {@code credential}. */
@Entity
@Table(name = "credential")
class StoredCredential {

  @Id UUID id;

  String account;

  @Column(name = "key_hash")
  byte[] keyHash;

  @Column(name = "created_at")
  Instant createdAt;

  protected StoredCredential() {
    this(new UUID(0, 0), "", "", Instant.EPOCH);
  }

  StoredCredential(UUID id, String account, String keyHash, Instant createdAt) {
    this.id = id;
    this.account = account;
    this.keyHash = HexFormat.of().parseHex(keyHash);
    this.createdAt = createdAt;
  }
}
