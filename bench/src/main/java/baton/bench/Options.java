package baton.bench;

import java.util.Iterator;
import java.util.List;

/**
 * What is asked for.
 *
 * @param sessions that send at the same time, each its next message when the last was answered
 * @param messages in each measurement
 * @param warm messages before each measurement, so that the JVM has compiled what it measures
 * @param size of a message, in octets, roughly
 * @param signed whether signatures are made: no, yes, or one after the other
 * @param tracked whether mail is tracked, likewise
 */
record Options(
    int sessions, int messages, int warm, int size, List<Boolean> signed, List<Boolean> tracked) {

  static final String USAGE =
      """
      ./baton bench [--sessions N] [--messages N] [--warm N] [--size OCTETS]
                    [--dkim on|off|both] [--tracking on|off|both]
        how fast mail is accepted, by SMTP and by HTTP; default: 100 sessions, 10000 messages of
        4096 octets in each measurement, 20000 before it, with and without signature and tracking
      """;

  private static final List<Boolean> BOTH = List.of(true, false);

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException that names what is wrong
   */
  static Options parse(List<String> line) {
    int sessions = 100;
    int messages = 10_000;
    int warm = 20_000;
    int size = 4_096;
    List<Boolean> signed = BOTH;
    List<Boolean> tracked = BOTH.reversed();
    for (Iterator<String> rest = line.iterator(); rest.hasNext(); ) {
      String option = rest.next();
      switch (option) {
        case "--sessions" -> sessions = number(option, rest, 1, 1_000);
        case "--messages" -> messages = number(option, rest, 1, 100_000_000);
        case "--warm" -> warm = number(option, rest, 0, 100_000_000);
        case "--size" -> size = number(option, rest, 512, 20_000_000);
        case "--dkim" -> signed = choice(option, rest, BOTH);
        case "--tracking" -> tracked = choice(option, rest, BOTH.reversed());
        default -> throw new IllegalArgumentException("the option " + option + " is not known");
      }
    }
    return new Options(sessions, messages, warm, size, signed, tracked);
  }

  private static List<Boolean> choice(String option, Iterator<String> rest, List<Boolean> both) {
    String text = rest.hasNext() ? rest.next() : "";
    return switch (text) {
      case "on" -> List.of(true);
      case "off" -> List.of(false);
      case "both" -> both;
      default ->
          throw new IllegalArgumentException(
              "%s is on, off or both, and not \"%s\"".formatted(option, text));
    };
  }

  private static int number(String option, Iterator<String> rest, int least, int most) {
    String text = rest.hasNext() ? rest.next() : "";
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s is a number from %d to %d, and not \"%s\"".formatted(option, least, most, text));
  }
}
