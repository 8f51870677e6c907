package baton.submission.accounts;

import baton.submission.admission.Grant;
import baton.submission.admission.Network;
import baton.submission.admission.Principal;
import baton.submission.admission.Scope;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row of {@code credential}. */
@Entity
@Table(name = "credential")
class StoredCredential {

  @Id UUID id = new UUID(0, 0);

  String account = "";

  String name = "";

  @Column(name = "key_hash")
  byte[] keyHash = {};

  /** With commas between, as domains and networks are. */
  String scopes = "";

  String domains = "";

  String networks = "";

  @Column(name = "created_at")
  Instant createdAt = Instant.EPOCH;

  @Column(name = "last_used_at")
  @Nullable Instant lastUsedAt;

  protected StoredCredential() {}

  Principal principal() {
    return new Principal(account, id.toString(), grant());
  }

  Credential credential() {
    return new Credential(id, name, grant(), createdAt, lastUsedAt);
  }

  private Grant grant() {
    return new Grant(
        list(scopes).stream()
            .map(word -> Scope.of(word).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        Set.copyOf(list(domains)),
        list(networks).stream().map(Network::parse).toList());
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
  }
}
