package baton.submission.history;

import baton.contracts.MessageId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** Days (UTC) and times as message ids tell them (RFC 9562 section 5.7). */
final class Days {

  private Days() {}

  static LocalDate of(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The day on which the id was made. */
  static LocalDate of(UUID id) {
    return of(MessageId.time(id));
  }

  /** Before all ids of that millisecond and behind all earlier ones. */
  static UUID firstId(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }

  /** Before all ids of that day and behind all earlier ones. */
  static UUID firstId(LocalDate day) {
    return firstId(day.atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
