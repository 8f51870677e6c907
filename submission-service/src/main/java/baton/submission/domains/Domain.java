package baton.submission.domains;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sending domain as its account sees it.
 *
 * @param name in lower case and A-labels
 * @param createdAt when the account asked for it
 * @param status whether mail may be sent from it
 * @param sendsUntil when a domain whose key is lost stops sending; null for others
 * @param checkedAt when the DNS was last asked; null where it never was
 * @param records what is to be published, each with what was last found
 */
public record Domain(
    String name,
    Instant createdAt,
    DomainStatus status,
    @Nullable Instant sendsUntil,
    @Nullable Instant checkedAt,
    List<Entry> records) {

  /**
   * A record and how it fares.
   *
   * @param record to publish
   * @param finding what was last found in its place
   */
  public record Entry(DnsRecord record, Finding finding) {}

  /** Whether mail may be sent from it. */
  public boolean verified() {
    return status.verifiedAt() != null;
  }
}
