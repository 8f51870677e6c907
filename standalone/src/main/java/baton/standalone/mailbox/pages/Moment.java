package baton.standalone.mailbox.pages;

import io.quarkus.qute.TemplateData;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A time as pages show it, in this machine's zone.
 *
 * @param exact ISO 8601, for machines
 * @param brief for lists
 * @param whole with seconds and zone
 */
@TemplateData
public record Moment(String exact, String brief, String whole) {
  private static final DateTimeFormatter BRIEF =
      DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter WHOLE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu, HH:mm:ss z", Locale.ENGLISH)
          .withZone(ZoneId.systemDefault());

  static Moment of(Instant time) {
    return new Moment(time.toString(), BRIEF.format(time), WHOLE.format(time));
  }
}
