package baton.delivery.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** The event position in an offset's metadata, written {@code events=OFFSET}. */
final class EventPosition {

  private static final Pattern SYNTAX = Pattern.compile("events=(\\d+)");

  private EventPosition() {}

  static String write(long position) {
    return "events=" + position;
  }

  /** The position; 0, so that all is read, where the metadata has none. */
  static long read(OffsetAndMetadata committed) {
    Matcher matcher = SYNTAX.matcher(committed.metadata());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
