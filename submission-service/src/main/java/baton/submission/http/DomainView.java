package baton.submission.http;

import baton.submission.domains.DnsRecord;
import baton.submission.domains.Domain;
import baton.submission.domains.Finding;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sending domain as the API shows it. */
@Schema(name = "Domain")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record DomainView(
    @Schema(examples = "example.com") String name,
    @Schema(description = "Whether mail may be sent from it") boolean verified,
    @Schema(
            enumeration = {"pending", "verified", "failing", "failed"},
            description =
                "`pending`: its key has not been seen yet; `failing`: its key is gone, and it still"
                    + " sends; `failed`: its key has been gone for too long, and mail is refused")
        String status,
    Instant createdAt,
    @Schema(description = "When the required key was last seen; absent where mail is refused")
        @Nullable Instant verifiedAt,
    @Schema(description = "Since when the required key is gone") @Nullable Instant failingSince,
    @Schema(description = "When a failing domain stops sending") @Nullable Instant sendsUntil,
    @Schema(description = "When the DNS was last asked") @Nullable Instant checkedAt,
    @Schema(description = "What the look into the DNS found; only after a verification")
        @Nullable String finding,
    @Schema(description = "The DNS records to publish, and how they fare") List<Entry> records) {

  /** A DNS record to publish. */
  @Schema(name = "DnsRecord")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      @Schema(
              examples = "dkim",
              enumeration = {"dkim", "return_path", "spf", "tracking", "dmarc"})
          String purpose,
      @Schema(description = "Whether the domain is verified by it; other records are advice")
          boolean required,
      @Schema(
              enumeration = {"owner", "operator"},
              description =
                  "Who publishes it: the sending domain's owner, or the operator of the platform,"
                      + " where it lies outside the domain and is common to all")
          String publisher,
      @Schema(examples = "TXT") String type,
      @Schema(examples = "baton-shop._domainkey.example.com") String name,
      String value,
      @Schema(
              enumeration = {"signing", "next", "former"},
              description = "Of a DKIM key: whether it signs, is to follow, or has signed")
          @Nullable String use,
      @Schema(description = "When a former key's record may be removed")
          @Nullable Instant keepUntil,
      @Schema(
              enumeration = {"published", "missing", "wrong", "unknown"},
              description = "What the last look found; `unknown`: not asked, or no answer")
          String status,
      @Schema(description = "What stands in the DNS in its place") List<String> found,
      @Schema(description = "The same in a sentence") String finding) {

    static Entry of(Domain.Entry entry) {
      DnsRecord record = entry.record();
      Finding finding = entry.finding();
      return new Entry(
          lower(record.purpose()),
          record.required(),
          lower(record.publisher()),
          record.type().name(),
          record.name(),
          record.value(),
          record.use(),
          record.keepUntil(),
          lower(finding.status()),
          finding.found(),
          finding.sentence());
    }

    private static String lower(Enum<?> value) {
      return value.name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of an account's domains. */
  @Schema(name = "Domains")
  record Listing(List<DomainView> domains) {}

  static DomainView of(Domain domain) {
    return new DomainView(
        domain.name(),
        domain.verified(),
        domain.status().word(),
        domain.createdAt(),
        domain.status().verifiedAt(),
        domain.status().failingSince(),
        domain.sendsUntil(),
        domain.checkedAt(),
        null,
        domain.records().stream().map(Entry::of).toList());
  }

  DomainView found(String what) {
    return new DomainView(
        name,
        verified,
        status,
        createdAt,
        verifiedAt,
        failingSince,
        sendsUntil,
        checkedAt,
        what,
        records);
  }
}
