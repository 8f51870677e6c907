package baton.submission.domains;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code dkim_key}. */
@Entity
@Table(name = "dkim_key")
class StoredKey {

  /** What a key is used for. */
  enum State {
    /** Its record has not been seen yet. */
    PENDING,
    /** It signs. */
    ACTIVE,
    /** It signed until another took its place; its record still stands for what it signed. */
    RETIRED
  }

  @Id UUID id = new UUID(0, 0);

  UUID domain = new UUID(0, 0);

  @Enumerated(EnumType.STRING)
  KeyAlgorithm algorithm = KeyAlgorithm.RSA;

  String selector = "";

  @Enumerated(EnumType.STRING)
  State state = State.PENDING;

  @Column(name = "sealed_key")
  byte @Nullable [] sealedKey;

  @Column(name = "public_key")
  byte[] publicKey = {};

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "retired_at")
  @Nullable Instant retiredAt;

  protected StoredKey() {}

  boolean is(KeyAlgorithm other, State wanted) {
    return algorithm == other && state == wanted;
  }

  /** Signs no more: nobody can steal what is not there. */
  void retire(Instant now) {
    state = State.RETIRED;
    retiredAt = now;
    sealedKey = null;
  }
}
