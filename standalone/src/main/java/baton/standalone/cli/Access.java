package baton.standalone.cli;

import baton.standalone.EnvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where the platform is and who we are there: from the environment, or else from the {@code
 * credentials.env} that {@code ./baton up} left in its data folder.
 */
final class Access {
  private final Map<String, String> environment;
  private final Map<String, String> kept;
  private final Path file;

  private Access(Map<String, String> environment, Map<String, String> kept, Path file) {
    this.environment = environment;
    this.kept = kept;
    this.file = file;
  }

  /**
   * Looks into the environment and the data folder.
   *
   * @param data the data folder, where the command line names one
   */
  static Access find(Map<String, String> environment, Optional<String> data) {
    Path folder =
        data.map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("baton.home", "."), ".baton"));
    Path file = folder.toAbsolutePath().normalize().resolve("credentials.env");
    try {
      return new Access(environment, EnvFile.read(file), file);
    } catch (IOException e) {
      throw CommandException.failure(file + " cannot be read (" + e.getMessage() + ").");
    }
  }

  /** Base of the HTTP API, with no slash at its end. */
  String url() {
    return required("BATON_URL").replaceAll("/+$", "");
  }

  String apiKey() {
    return required("BATON_API_KEY");
  }

  String sender() {
    return required("BATON_FROM");
  }

  /** Kafka's bootstrap servers. */
  String kafka() {
    return required("BATON_KAFKA");
  }

  private String required(String name) {
    String set = environment.getOrDefault(name, "");
    String value = set.isBlank() ? kept.getOrDefault(name, "") : set;
    if (value.isBlank()) {
      throw CommandException.failure(
          "%s is not set, and %s does not tell it: run ./baton up first, or set %s."
              .formatted(name, file, name));
    }
    return value.strip();
  }
}
