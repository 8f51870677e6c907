package baton.submission.http;

import baton.submission.domains.DnsRecord;
import baton.submission.domains.Domain;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sending domain as the API shows it. */
@Schema(name = "Domain")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record DomainView(
    @Schema(examples = "example.com") String name,
    boolean verified,
    Instant createdAt,
    @Nullable Instant verifiedAt,
    @Schema(description = "What the last look into the DNS found; only after a verification")
        @Nullable String finding,
    @Schema(description = "The DNS records to publish") List<Entry> records) {

  /** A DNS record to publish. */
  @Schema(name = "DnsRecord")
  record Entry(
      @Schema(examples = "dkim") String purpose,
      boolean required,
      @Schema(examples = "TXT") String type,
      @Schema(examples = "baton-shop._domainkey.example.com") String name,
      String value) {

    static Entry of(DnsRecord record) {
      return new Entry(
          record.purpose(), record.required(), record.type(), record.name(), record.value());
    }
  }

  /** All of an account's domains. */
  @Schema(name = "Domains")
  record Listing(List<DomainView> domains) {}

  static DomainView of(Domain domain) {
    return new DomainView(
        domain.name(),
        domain.verified(),
        domain.createdAt(),
        domain.verifiedAt(),
        null,
        domain.records().stream().map(Entry::of).toList());
  }

  DomainView found(String what) {
    return new DomainView(name, verified, createdAt, verifiedAt, what, records);
  }
}
