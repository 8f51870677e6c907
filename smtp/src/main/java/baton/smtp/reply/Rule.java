package baton.smtp.reply;

import baton.smtp.grammar.EnhancedStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of the rules file.
 *
 * @param hard the address itself is dead
 * @param retry passing, though the code be 5xx
 * @param codes any of these; empty for any code
 * @param statuses any of these; empty for any status and none
 * @param text found in the reply's text; null for any text
 */
record Rule(
    BounceClass bounceClass,
    boolean hard,
    boolean retry,
    Set<Integer> codes,
    List<Range> statuses,
    @Nullable Pattern text) {

  /** Subject and details of an enhanced status: {@code 7.1}, {@code 7.*} or {@code 7.600-649}. */
  record Range(int subject, int first, int last) {

    boolean holds(EnhancedStatus status) {
      return status.subject() == subject && status.detail() >= first && status.detail() <= last;
    }

    static Range parse(String text) {
      String[] parts = text.split("\\.", 2);
      int subject = Integer.parseInt(parts[0]);
      if (parts[1].equals("*")) {
        return new Range(subject, 0, 999);
      }
      String[] ends = parts[1].split("-", 2);
      return new Range(subject, Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    }
  }

  boolean applies(int code, Optional<EnhancedStatus> status, String words) {
    boolean statusFits =
        statuses.isEmpty()
            || (status.isPresent() && statuses.stream().anyMatch(r -> r.holds(status.get())));
    return (codes.isEmpty() || codes.contains(code))
        && statusFits
        && (text == null || text.matcher(words).find());
  }

  /**
   * Reads a line: {@code Class [hard] [retry] [code C,C...] [status S,S...] [text EXPRESSION]}.
   *
   * @throws IllegalArgumentException naming the line
   */
  static Rule parse(String line) {
    try {
      String[] halves = line.split(" text ", 2);
      String[] words = halves[0].strip().split("\\s+");
      boolean hard = false;
      boolean retry = false;
      Set<Integer> codes = new HashSet<>();
      List<Range> statuses = new ArrayList<>();
      for (int i = 1; i < words.length; i++) {
        switch (words[i]) {
          case "hard" -> hard = true;
          case "retry" -> retry = true;
          case "code" -> Stream.of(words[++i].split(",")).map(Integer::valueOf).forEach(codes::add);
          case "status" ->
              Stream.of(words[++i].split(",")).map(Range::parse).forEach(statuses::add);
          default -> throw new IllegalArgumentException("unknown word " + words[i]);
        }
      }
      if (codes.isEmpty() && statuses.isEmpty() && halves.length == 1) {
        throw new IllegalArgumentException("no condition");
      }
      return new Rule(
          BounceClass.valueOf(words[0]),
          hard,
          retry,
          Set.copyOf(codes),
          List.copyOf(statuses),
          halves.length == 1 ? null : expression(halves[1]));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("reply rule \"" + line + "\": " + e.getMessage(), e);
    }
  }

  static Pattern expression(String text) {
    return Pattern.compile(text.strip(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
