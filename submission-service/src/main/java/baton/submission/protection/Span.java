package baton.submission.protection;

import java.time.Duration;
import java.time.Instant;

/** A time that a quota is for; one begins where another ends, in UTC. */
enum Span {
  MINUTE(Duration.ofMinutes(1)),
  DAY(Duration.ofDays(1));

  private final int seconds;

  Span(Duration length) {
    this.seconds = Math.toIntExact(length.toSeconds());
  }

  int seconds() {
    return seconds;
  }

  /** The beginning of the span that an instant falls into. */
  Instant start(Instant now) {
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
  }

  /** How long it is until the next one begins. */
  Duration rest(Instant now) {
    return Duration.between(now, start(now).plusSeconds(seconds));
  }
}
