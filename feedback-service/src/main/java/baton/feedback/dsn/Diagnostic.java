package baton.feedback.dsn;

import baton.smtp.grammar.EnhancedStatus;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Diagnostic-Code} (RFC 3464 section 2.3.6): the words of the server that would not have the
 * message, taken apart as far as they are an SMTP reply.
 *
 * @param words on one line, at most {@link #MAX_WORDS} characters
 * @param code the reply's code, 400 to 599; empty where the words hold none
 * @param status the enhanced status in the words; empty where they hold none
 * @param text the words of the reply alone, without code and status, on one line; all words where
 *     there is no reply in them
 */
public record Diagnostic(
    String words, OptionalInt code, Optional<EnhancedStatus> status, String text) {

  /** Longest diagnostic that is passed on, in characters; what servers write is far below. */
  static final int MAX_WORDS = 2_000;

  /**
   * A reply anywhere in the words, because servers put prose and other servers' names before it;
   * the status may stand in quotes or behind a hash. Codes are bounded by anything but letters,
   * digits and dots, so that no part of an address, a size or a queue id is taken for one.
   */
  private static final Pattern REPLY =
      Pattern.compile(
          "(?<![\\w.])([45]\\d\\d)(?:[ -]+['\"(]?#?([45]\\.\\d{1,3}\\.\\d{1,3})(?![\\w.]*\\d))?(?![\\w.])");

  private static final Pattern STATUS =
      Pattern.compile("(?<![\\w.])([45]\\.\\d{1,3}\\.\\d{1,3})(?!\\.?\\w)");

  private static final Pattern SEPARATORS = Pattern.compile("^[\\s'\":-]+");

  static Optional<Diagnostic> parse(String field) {
    String words = TypedField.parse(field).value().replaceAll("\\s+", " ").strip();
    if (words.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(of(words.substring(0, Math.min(words.length(), MAX_WORDS))));
  }

  private static Diagnostic of(String words) {
    Matcher reply = REPLY.matcher(words);
    if (!reply.find()) {
      return new Diagnostic(words, OptionalInt.empty(), firstStatus(words), words);
    }
    Optional<String> status = Optional.ofNullable(reply.group(2));
    return new Diagnostic(
        words,
        OptionalInt.of(Integer.parseInt(reply.group(1))),
        status.flatMap(EnhancedStatus::parse).or(() -> firstStatus(words)),
        text(words, reply.end(), reply.group(1), status));
  }

  private static Optional<EnhancedStatus> firstStatus(String words) {
    Matcher status = STATUS.matcher(words);
    return status.find() ? EnhancedStatus.parse(status.group(1)) : Optional.empty();
  }

  /**
   * What follows the code and the status; where nothing does, what stands before them. The lines of
   * a reply arrive as one, each line's code and status in the middle of the text.
   */
  private static String text(String words, int end, String code, Optional<String> status) {
    String after = SEPARATORS.matcher(words.substring(end)).replaceFirst("");
    if (after.isEmpty()) {
      return words;
    }
    String prefix =
        "(?<![\\w.])"
            + code
            + "[ -]"
            + status.map(s -> "(?:" + Pattern.quote(s) + " ?)?").orElse("");
    return after.replaceAll(prefix, "").strip();
  }
}
