package baton.smtp.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The file {@code rules}, read.
 *
 * @param passing words that make any refusal a passing one
 * @param rules in the order of the file
 */
record RuleBook(List<Pattern> passing, List<Rule> rules) {

  private static final String PASSING = "Passing ";

  /** The book that stands beside this class. */
  static RuleBook shipped() {
    try (InputStream in = RuleBook.class.getResourceAsStream("rules")) {
      if (in == null) {
        throw new IllegalStateException("the file of reply rules is missing");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("the file of reply rules cannot be read", e);
    }
  }

  /**
   * Reads a book; empty lines and those that begin with # are passed over.
   *
   * @throws IllegalArgumentException naming the line that is no rule
   */
  static RuleBook parse(String text) {
    List<String> lines =
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .toList();
    return new RuleBook(
        lines.stream()
            .filter(line -> line.startsWith(PASSING))
            .map(line -> Rule.expression(line.split(" text ", 2)[1]))
            .toList(),
        lines.stream().filter(line -> !line.startsWith(PASSING)).map(Rule::parse).toList());
  }

  boolean passes(String words) {
    return passing.stream().anyMatch(pattern -> pattern.matcher(words).find());
  }
}
