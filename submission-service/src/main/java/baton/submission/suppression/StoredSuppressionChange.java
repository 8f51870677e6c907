package baton.submission.suppression;

import baton.contracts.event.AccountEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code suppression_change}; written by {@link SuppressionList}'s own statements. */
@Entity
@Table(name = "suppression_change")
class StoredSuppressionChange {

  @Id UUID id = new UUID(0, 0);

  String account = "";

  String address = "";

  String reason = "";

  @Column(name = "message_id")
  @Nullable UUID messageId;

  boolean added;

  Instant time = Instant.EPOCH;

  protected StoredSuppressionChange() {}

  AccountEvent event() {
    return added
        ? new AccountEvent.SuppressionAdded(id, account, time, address, reason, messageId)
        : new AccountEvent.SuppressionRemoved(id, account, time, address, reason);
  }
}
