package baton.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a command of PostgreSQL's ended and what it said. */
record CommandResult(int exitStatus, List<String> lines) {

  /** Runs to the end; PostgreSQL's commands bound their own time. */
  static CommandResult of(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> lines;
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      lines = reader.lines().filter(line -> !line.isBlank()).toList();
      return new CommandResult(process.waitFor(), lines);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + builder.command().getFirst(), e);
    }
  }

  String lastLine() {
    return lines.stream()
        .filter(line -> line.contains("error:") || line.contains("FATAL:"))
        .findFirst()
        .orElse(lines.isEmpty() ? "exit status " + exitStatus : lines.getLast())
        .strip();
  }
}
