package baton.standalone.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Results go to standard output, for pipes; hints to standard error, for people. */
final class Output {
  private final PrintStream results;
  private final PrintStream hints;

  Output(PrintStream results, PrintStream hints) {
    this.results = results;
    this.hints = hints;
  }

  /** UTF-8 whatever the locale says: addresses and JSON are. */
  static Output standard() {
    return new Output(
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  void line(String line) {
    results.print(line + "\n");
  }

  void hint(String hint) {
    results.flush();
    hints.println(hint);
  }

  /**
   * Sends out what is held back.
   *
   * @return false where nobody reads any more, as with {@code | head}
   */
  boolean flush() {
    return !results.checkError();
  }
}
