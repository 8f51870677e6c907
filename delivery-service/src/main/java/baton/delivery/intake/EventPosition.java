package baton.delivery.intake;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The positions in an offset's metadata, written {@code events=OFFSET commands=OFFSET}.
 *
 * @param events in {@code baton.events.delivery}
 * @param commands in {@code baton.commands}
 */
record EventPosition(long events, long commands) {

  private static final Pattern SYNTAX = Pattern.compile("events=(\\d+)(?: commands=(\\d+))?");

  String write() {
    return "events=" + events + " commands=" + commands;
  }

  /** The positions; 0, so that all is read, where the metadata has none. */
  static EventPosition read(OffsetAndMetadata committed) {
    Matcher matcher = SYNTAX.matcher(committed.metadata());
    if (!matcher.matches()) {
      return new EventPosition(0, 0);
    }
    String commands = matcher.group(2);
    return new EventPosition(
        Long.parseLong(matcher.group(1)), commands == null ? 0 : Long.parseLong(commands));
  }
}
