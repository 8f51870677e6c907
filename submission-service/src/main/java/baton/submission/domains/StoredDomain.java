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

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "verified_at")
  @Nullable Instant verifiedAt;

  @Column(name = "failing_since")
  @Nullable Instant failingSince;

  @Column(name = "checked_at")
  @Nullable Instant checkedAt;

  @Column(name = "check_at")
  Instant checkAt = Instant.EPOCH;

  @Nullable String findings;

  boolean exempt;

  protected StoredDomain() {}

  /** What its private keys are sealed for. */
  String owner() {
    return account + "/" + name;
  }

  DomainStatus status() {
    return DomainStatus.of(verifiedAt, failingSince);
  }

  void put(DomainStatus status) {
    verifiedAt = status.verifiedAt();
    failingSince = status.failingSince();
  }
}
