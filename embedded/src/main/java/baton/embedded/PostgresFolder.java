package baton.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one server: {@code lock}, {@code password} (readable by us alone), {@code log}, and
 * {@code data} with PostgreSQL's own files.
 */
final class PostgresFolder {
  static final String USER = "baton";
  private static final String CONFIGURATION = "baton.conf";

  private final PostgresSettings settings;
  private final PostgresPrograms programs;
  private final Unprivileged unprivileged;

  PostgresFolder(PostgresSettings settings, PostgresPrograms programs, Unprivileged unprivileged) {
    this.settings = settings;
    this.programs = programs;
    this.unprivileged = unprivileged;
  }

  Path data() {
    return settings.directory().resolve("data");
  }

  Path log() {
    return settings.directory().resolve("log");
  }

  private Path passwordFile() {
    return settings.directory().resolve("password");
  }

  /** Finds a usable data folder or makes one, and returns the password of {@link #USER}. */
  String open() {
    try {
      if (Files.exists(data())) {
        recognise();
        unprivileged.handOver(settings.directory());
        return Files.readString(passwordFile()).strip();
      }
      String password = password();
      create();
      return password;
    } catch (IOException e) {
      throw refusal("the data folder %s cannot be used (%s)".formatted(data(), reason(e)), e);
    }
  }

  /** Writes what this start decides; PostgreSQL reads it after its own configuration file. */
  void configure(int port) {
    String onDisk = settings.durability() == Durability.ON_DISK ? "on" : "off";
    String text =
        """
        # Written by Baton at every start; put settings of your own into postgresql.conf.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        fsync = %s
        synchronous_commit = %s
        full_page_writes = %s
        cluster_name = 'baton'
        log_min_messages = warning
        log_line_prefix = '%%m [%%p] '
        """
            .formatted(port, onDisk, onDisk, onDisk);
    try {
      Files.writeString(data().resolve(CONFIGURATION), text);
      // Only the newest run's words are worth keeping, and only they explain a failed start.
      Files.writeString(log(), "");
      unprivileged.handOver(settings.directory());
    } catch (IOException e) {
      throw refusal("the data folder %s cannot be used (%s)".formatted(data(), reason(e)), e);
    }
  }

  /** What the server said last about why it does not run; empty where it said nothing. */
  String lastWords() {
    try {
      List<String> said =
          Files.readAllLines(log(), StandardCharsets.UTF_8).stream()
              .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
              .map(line -> line.replaceFirst("^.*?(FATAL|PANIC):\\s*", ""))
              .toList();
      return said.isEmpty() ? "" : said.getLast();
    } catch (IOException e) {
      return "";
    }
  }

  /** Whether the server's log of this start complains that somebody else has its port. */
  boolean portWasTaken() {
    try {
      return Files.readString(log()).contains("Address already in use");
    } catch (IOException e) {
      return false;
    }
  }

  private void recognise() throws IOException {
    Path versionFile = data().resolve("PG_VERSION");
    if (!Files.exists(versionFile)) {
      throw refusal(
          "%s holds no PG_VERSION, so it is damaged or not PostgreSQL's; restore it from a backup or"
                  .formatted(data())
              + " choose another data folder");
    }
    String version = Files.readString(versionFile).strip();
    if (!version.equals(PostgresPrograms.MAJOR)) {
      throw refusal(
          "%s holds data of PostgreSQL %s and this Baton brings PostgreSQL %s; carry the data over"
                  .formatted(data(), version, PostgresPrograms.MAJOR)
              + " with pg_dump or choose another data folder");
    }
    Path configuration = data().resolve("postgresql.conf");
    if (!Files.exists(configuration)
        || !Files.readString(configuration).contains("include '" + CONFIGURATION + "'")) {
      throw refusal(
          "%s is not a data folder that Baton made (postgresql.conf does not include %s)"
              .formatted(data(), CONFIGURATION));
    }
    if (!Files.exists(passwordFile())) {
      throw refusal(
          "%s is missing, and without it nobody can log in; restore it from a backup"
              .formatted(passwordFile()));
    }
  }

  private String password() throws IOException {
    if (Files.exists(passwordFile())) {
      String kept = Files.readString(passwordFile()).strip();
      if (!kept.isEmpty()) {
        return kept;
      }
      Files.delete(passwordFile());
    }
    byte[] secret = new byte[20];
    new SecureRandom().nextBytes(secret);
    String password = HexFormat.of().formatHex(secret);
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), password);
    return password;
  }

  /** Makes the data folder beside its place and moves it there whole. */
  private void create() throws IOException {
    removeUnfinished();
    Path unfinished = Files.createTempDirectory(settings.directory(), "data.");
    unprivileged.handOver(settings.directory());
    List<String> words =
        new ArrayList<>(
            List.of(
                programs.initdb(),
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
    if (settings.durability() == Durability.RELAXED) {
      words.add("--no-sync");
    }
    CommandResult made = CommandResult.of(unprivileged.command(words));
    if (made.exitStatus() != 0) {
      PostgresPrograms.delete(unfinished);
      throw refusal("initdb could not make %s (%s)".formatted(data(), made.lastLine()));
    }
    Files.writeString(
        unfinished.resolve("postgresql.conf"),
        "\ninclude '" + CONFIGURATION + "'\n",
        StandardOpenOption.APPEND);
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void removeUnfinished() throws IOException {
    try (Stream<Path> content = Files.list(settings.directory())) {
      for (Path path : content.toList()) {
        if (path.getFileName().toString().startsWith("data.")) {
          PostgresPrograms.delete(path);
        }
      }
    }
  }

  static EmbeddedStartException refusal(String why) {
    return new EmbeddedStartException("PostgreSQL cannot start: " + why + ".");
  }

  static EmbeddedStartException refusal(String why, Exception cause) {
    return new EmbeddedStartException("PostgreSQL cannot start: " + why + ".", cause);
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
