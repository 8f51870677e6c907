package baton.standalone.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command said, and how it ended.
 *
 * @param results on standard output
 * @param hints on standard error
 */
public record Said(int status, String results, String hints) {

  /** Runs a command as the launcher does. */
  public static Said by(String... arguments) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream hints = new ByteArrayOutputStream();
    Output output =
        new Output(
            new PrintStream(results, true, StandardCharsets.UTF_8),
            new PrintStream(hints, true, StandardCharsets.UTF_8));
    int status = Main.run(List.of(arguments), output);
    output.flush();
    return new Said(
        status, results.toString(StandardCharsets.UTF_8), hints.toString(StandardCharsets.UTF_8));
  }
}
