package baton.submission.suppression;

import baton.contracts.suppression.Suppression;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code suppression}. */
@Entity
@Table(name = "suppression")
class StoredSuppression {

  @Id String key = "";

  String account = "";

  String address = "";

  String reason = "";

  Instant since = Instant.EPOCH;

  @Column(name = "message_id")
  @Nullable UUID messageId;

  protected StoredSuppression() {}

  Suppression suppression() {
    return new Suppression(account, address, reason, since, messageId);
  }
}
