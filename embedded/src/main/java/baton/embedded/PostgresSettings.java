package baton.embedded;

import java.nio.file.Path;

/**
 * How an embedded PostgreSQL runs.
 *
 * @param directory where its data, password and log live; made if absent, used by one server at a
 *     time
 * @param programs where the server's programs are unpacked (75 MB, once per version); may be shared
 *     by many servers
 * @param port port on 127.0.0.1, 0 to 65535; 0 picks a free one
 * @param durability when a commit counts as written
 */
public record PostgresSettings(Path directory, Path programs, int port, Durability durability) {

  public PostgresSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    directory = directory.toAbsolutePath().normalize();
    programs = programs.toAbsolutePath().normalize();
  }

  /** A durable server on a free port, with its programs beside its data. */
  public static PostgresSettings in(Path directory) {
    return new PostgresSettings(directory, directory.resolve("programs"), 0, Durability.ON_DISK);
  }

  /** The same with its programs there. */
  public PostgresSettings withPrograms(Path programs) {
    return new PostgresSettings(directory, programs, port, durability);
  }

  /** The same on this port. */
  public PostgresSettings withPort(int port) {
    return new PostgresSettings(directory, programs, port, durability);
  }

  /** The same with this durability. */
  public PostgresSettings withDurability(Durability durability) {
    return new PostgresSettings(directory, programs, port, durability);
  }
}
