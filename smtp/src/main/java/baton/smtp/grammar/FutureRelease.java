package baton.smtp.grammar;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** When a message is to be sent on at the earliest (RFC 4865 section 4). */
public sealed interface FutureRelease {

  /**
   * {@code HOLDFOR}.
   *
   * @param interval counted from MAIL; 1 to 999,999,999 seconds
   */
  record HoldFor(Duration interval) implements FutureRelease {}

  /**
   * {@code HOLDUNTIL}.
   *
   * @param instant perhaps in the past, which means at once
   */
  record HoldUntil(Instant instant) implements FutureRelease {}

  /** The moment of release, for a MAIL that was said at {@code now}. */
  default Instant from(Instant now) {
    return switch (this) {
      case HoldFor(Duration interval) -> now.plus(interval);
      case HoldUntil(Instant instant) -> instant;
    };
  }

  static FutureRelease holdFor(ParameterReader reader) {
    String digits = reader.value(Extension.FUTURERELEASE);
    if (!digits.matches("[1-9][0-9]{0,8}")) {
      throw reader.wrong("is a number of seconds, 1 to 999999999");
    }
    return new HoldFor(Duration.ofSeconds(Long.parseLong(digits)));
  }

  static FutureRelease holdUntil(ParameterReader reader) {
    String text = reader.value(Extension.FUTURERELEASE);
    try {
      // RFC 3339 wants the seconds, which ISO 8601 and the JDK may leave out.
      if (text.matches("\\d{4}-\\d{2}-\\d{2}[Tt]\\d{2}:\\d{2}:\\d{2}.+")) {
        return new HoldUntil(OffsetDateTime.parse(text).toInstant());
      }
    } catch (DateTimeException _) {
      // Said below, as for what does not even look like a time.
    }
    throw reader.wrong("is a time such as 2030-01-31T09:00:00Z");
  }
}
