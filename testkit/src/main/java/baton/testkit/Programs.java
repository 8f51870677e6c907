package baton.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other people's programs: the clients, servers and verifiers that Baton must get along with. */
public final class Programs {
  private Programs() {}

  /**
   * What a program did.
   *
   * @param exitStatus 0 where all went well
   * @param output what it wrote to standard output, as UTF-8
   * @param errors what it wrote to standard error, as UTF-8
   */
  public record Run(int exitStatus, String output, String errors) {}

  /** Looks on PATH, and where mail servers keep their programs although PATH may not say so. */
  public static Optional<Path> find(String program) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.concat(
            Stream.of(path.split(":")),
            Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin", "/usr/lib/postfix/sbin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a command to its end without input. */
  public static Run run(Duration limit, String... command) {
    return run(limit, new byte[0], Map.of(), List.of(command));
  }

  /**
   * Runs a command to its end.
   *
   * @param limit after which it is killed
   * @param input its standard input
   * @param environment set in addition to our own
   * @throws AssertionError if it does not end within the limit; says what it had written
   */
  public static Run run(
      Duration limit, byte[] input, Map<String, String> environment, List<String> command) {
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process = builder.start();
      // Read both at once: a program that has filled one pipe waits for it for ever.
      var output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()), readers);
      var errors = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()), readers);
      readers.execute(() -> write(process, input));
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Run run = new Run(process.exitValue(), output.join(), errors.join());
      if (!ended) {
        throw new AssertionError(
            "%s did not end within %s; it wrote: %s%s"
                .formatted(command.getFirst(), limit, run.output(), run.errors()));
      }
      return run;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.getFirst() + " ran", e);
    }
  }

  private static String read(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static void write(Process process, byte[] input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // It did not want its input to the end; what it made of the beginning is in the result.
      return;
    }
  }
}
