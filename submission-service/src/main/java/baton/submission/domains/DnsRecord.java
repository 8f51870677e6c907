package baton.submission.domains;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A DNS record that should be published for a sending domain.
 *
 * @param purpose what it is for
 * @param publisher in whose zone it lies
 * @param required whether the domain is verified by it; the others are advice
 * @param type as in {@code TXT}
 * @param name fully qualified, without the last dot
 * @param value in the form that a zone's editor takes: a TXT without quotes, in one piece
 * @param use of a DKIM key: {@code signing}, {@code next} or {@code former}; null for others
 * @param keepUntil when a former key's record may be removed; null for others
 */
public record DnsRecord(
    Purpose purpose,
    Publisher publisher,
    boolean required,
    PublishedRecords.Type type,
    String name,
    String value,
    @Nullable String use,
    @Nullable Instant keepUntil) {

  /** What a record is for. */
  public enum Purpose {
    /** A key that signatures are verified with (RFC 6376). */
    DKIM,
    /** Where bounces go. */
    RETURN_PATH,
    /** From where mail with that return path may come (RFC 7208). */
    SPF,
    /** Where links in mail lead. */
    TRACKING,
    /** What receivers shall do with mail that proves nothing (RFC 7489). */
    DMARC
  }

  /** Who has to publish a record. */
  public enum Publisher {
    /** Who owns the sending domain. */
    OWNER,
    /** Who runs this platform: the record is common to all sending domains. */
    OPERATOR
  }

  /** A record of the sending domain's own zone that is not a key. */
  static DnsRecord advice(
      Purpose purpose, Publisher publisher, PublishedRecords.Type type, String name, String value) {
    return new DnsRecord(purpose, publisher, false, type, name, value, null, null);
  }

  /** By which what was found is put beside what was expected. */
  String place() {
    return type + " " + name;
  }
}
