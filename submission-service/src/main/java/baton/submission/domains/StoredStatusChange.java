package baton.submission.domains;

import baton.contracts.MessageId;
import baton.contracts.event.AccountEvent;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code domain_status_change}: written with the change itself, gone when it is told. */
@Entity
@Table(name = "domain_status_change")
class StoredStatusChange {

  @Id UUID id = new UUID(0, 0);

  String account = "";

  String domain = "";

  String previous = "";

  String status = "";

  String finding = "";

  @Column(name = "sends_until")
  @Nullable Instant sendsUntil;

  Instant time = Instant.EPOCH;

  protected StoredStatusChange() {}

  static StoredStatusChange of(
      StoredDomain row,
      DomainStatus previous,
      DomainStatus status,
      String finding,
      @Nullable Instant sendsUntil,
      Instant now) {
    StoredStatusChange change = new StoredStatusChange();
    change.id = MessageId.next();
    change.account = row.account;
    change.domain = row.name;
    change.previous = previous.word();
    change.status = status.word();
    change.finding = finding;
    change.sendsUntil = sendsUntil;
    change.time = now;
    return change;
  }

  AccountEvent event() {
    return new AccountEvent.DomainStatusChanged(
        id, account, time, domain, status, previous, finding, sendsUntil);
  }
}
