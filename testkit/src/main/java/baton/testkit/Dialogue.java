package baton.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An SMTP conversation written down line by line, as a postmaster would:
 *
 * <pre>
 * # The server takes nothing on Sundays.
 * S: 220 mx.example.test ESMTP
 * C: EHLO *
 * S: 250-mx.example.test
 * S: 250 PIPELINING
 * C: MAIL FROM:&lt;*&gt;
 * S: 451 4.7.1 on Monday
 * C: QUIT
 * </pre>
 *
 * <p>{@code S:} is said as it stands; {@code C:} must come as it stands, {@code *} for any text. In
 * the place of a line: {@code C: (content)} hears a message to its final dot; {@code S: (close)}
 * closes the connection; {@code S: (stall)} says no more; {@code S: (starttls)} begins TLS. Empty
 * lines and those after {@code #} are remarks.
 */
public final class Dialogue {

  sealed interface Step {
    record Say(String line) implements Step {}

    record Hear(String line, Pattern expected) implements Step {}

    record Content() implements Step {}

    record Close() implements Step {}

    record Stall() implements Step {}

    record StartTls() implements Step {}
  }

  private final String name;
  private final List<Step> steps;

  private Dialogue(String name, List<Step> steps) {
    this.name = name;
    this.steps = List.copyOf(steps);
  }

  /** Reads a dialogue from a file. */
  public static Dialogue of(Path file) {
    try {
      return parse(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a dialogue from a resource beside a test class. */
  public static Dialogue of(Class<?> beside, String resource) {
    try (InputStream stream = beside.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalArgumentException("no dialogue " + resource + " beside " + beside);
      }
      return parse(resource, new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a dialogue from text.
   *
   * @param name named where the dialogue is not kept
   * @throws IllegalArgumentException naming the line that is neither side's
   */
  public static Dialogue parse(String name, String text) {
    List<Step> steps = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(step(name, line));
      }
    }
    return new Dialogue(name, steps);
  }

  String name() {
    return name;
  }

  List<Step> steps() {
    return steps;
  }

  private static Step step(String name, String line) {
    String words = line.length() > 3 ? line.substring(3) : "";
    if (line.startsWith("S: ")) {
      return switch (words) {
        case "(close)" -> new Step.Close();
        case "(stall)" -> new Step.Stall();
        case "(starttls)" -> new Step.StartTls();
        default -> new Step.Say(words);
      };
    }
    if (line.startsWith("C: ")) {
      return words.equals("(content)") ? new Step.Content() : new Step.Hear(words, pattern(words));
    }
    throw new IllegalArgumentException(
        "dialogue %s: a line begins with 'S: ', 'C: ' or '#', not: %s".formatted(name, line));
  }

  private static Pattern pattern(String words) {
    StringBuilder pattern = new StringBuilder();
    for (String literal : words.split("\\*", -1)) {
      pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    return Pattern.compile(pattern.toString());
  }
}
