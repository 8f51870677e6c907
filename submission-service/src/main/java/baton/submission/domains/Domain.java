package baton.submission.domains;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sending domain as its account sees it.
 *
 * @param name in lower case and A-labels
 * @param createdAt when the account asked for it
 * @param verifiedAt when it was last shown to be the account's own; null where it is not
 * @param records what is to be published
 */
public record Domain(
    String name, Instant createdAt, @Nullable Instant verifiedAt, List<DnsRecord> records) {

  public boolean verified() {
    return verifiedAt != null;
  }
}
