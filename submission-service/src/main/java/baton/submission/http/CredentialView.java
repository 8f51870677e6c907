package baton.submission.http;

import baton.submission.accounts.Credential;
import baton.submission.admission.Network;
import baton.submission.admission.Scope;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An API key as the API shows it. */
@Schema(name = "Credential")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record CredentialView(
    UUID id,
    String name,
    @Schema(examples = "[\"send\"]") List<String> scopes,
    @Schema(description = "The only domains it may send from; absent for all") List<String> domains,
    @Schema(description = "The only networks it may come from; absent for any")
        List<String> networks,
    Instant createdAt,
    @Schema(description = "To the minute or so; absent where it never was used")
        @Nullable Instant lastUsedAt,
    @Schema(description = "The key itself; only where it was made just now", examples = "baton_…")
        @Nullable String apiKey) {

  /** All of an account's keys. */
  @Schema(name = "Credentials")
  record Listing(List<CredentialView> credentials) {}

  static CredentialView of(Credential credential) {
    return of(credential, null);
  }

  static CredentialView of(Credential.Created made) {
    return of(made.credential(), made.key().reveal());
  }

  private static CredentialView of(Credential credential, @Nullable String secret) {
    return new CredentialView(
        credential.id(),
        credential.name(),
        credential.grant().scopes().stream().sorted().map(Scope::word).toList(),
        credential.grant().domains().stream().sorted().toList(),
        credential.grant().networks().stream().map(Network::toString).toList(),
        credential.createdAt(),
        credential.lastUsed(),
        secret);
  }
}
