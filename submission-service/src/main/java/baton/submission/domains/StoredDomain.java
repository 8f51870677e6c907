package baton.submission.domains;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code sending_domain}. */
@Entity
@Table(name = "sending_domain")
class StoredDomain {

  @Id UUID id = new UUID(0, 0);

  String account = "";

  String name = "";

  String selector = "";

  @Column(name = "sealed_key")
  byte[] sealedKey = {};

  @Column(name = "public_key")
  byte[] publicKey = {};

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "verified_at")
  @Nullable Instant verifiedAt;

  boolean exempt;

  protected StoredDomain() {}

  StoredDomain(UUID id, String account, String name, String selector, Instant createdAt) {
    this.id = id;
    this.account = account;
    this.name = name;
    this.selector = selector;
    this.createdAt = createdAt;
  }

  /** What the private key is sealed for. */
  String owner() {
    return account + "/" + name;
  }
}
