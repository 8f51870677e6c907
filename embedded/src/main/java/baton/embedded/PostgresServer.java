package baton.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL 18 beside this JVM, on loopback, with a password of its own. Its data survive
 * {@link #close()}, the death of the JVM and, with {@link Durability#ON_DISK}, that of the machine.
 *
 * <p>The server is a process of its own and does not belong to the terminal's foreground group:
 * Ctrl-C reaches Baton alone, which stops the database after the services that use it. A JVM that
 * dies without a word takes it along, through a guard that waits for the end of a pipe; where even
 * the guard was killed, the next start stops the orphan.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(30);

  /** Tries with another port where the port was ours to choose and somebody was faster. */
  private static final int PORTS_TRIED = 5;

  private final FolderLock lock;
  private final PostgresPrograms programs;
  private final Unprivileged unprivileged;
  private final PostgresFolder folder;
  private final String password;
  private int port;
  private @Nullable Process guard;
  private volatile boolean closed;

  private PostgresServer(PostgresSettings settings, FolderLock lock) {
    this.lock = lock;
    this.unprivileged = Unprivileged.choose();
    this.programs = PostgresPrograms.unpack(settings.programs());
    this.folder = new PostgresFolder(settings, programs, unprivileged);
    this.password = folder.open();
  }

  /**
   * Starts a server and returns when it accepts connections; stops the orphan of a Baton that was
   * killed first, if there is one.
   *
   * @throws EmbeddedStartException if the port is in use, or the folder is unwritable, in use,
   *     damaged or of another major version
   */
  public static PostgresServer start(PostgresSettings settings) {
    FolderLock lock = FolderLock.take(settings.directory(), "PostgreSQL");
    try {
      PostgresServer server = new PostgresServer(settings, lock);
      server.stopOrphan();
      server.startUp(settings.port());
      LOG.info("PostgreSQL serves port={} folder={}", server.port, settings.directory());
      return server;
    } catch (IOException e) {
      lock.close();
      throw PostgresFolder.refusal("its programs cannot be run (%s)".formatted(e.getMessage()), e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Port on 127.0.0.1. */
  public int port() {
    return port;
  }

  /**
   * URL of a database, made now if it does not exist: {@code
   * postgresql://127.0.0.1:port/database?user=…&password=…}. With {@code jdbc:} before it, it is a
   * JDBC URL; as it is, a reactive one of Vert.x.
   *
   * @param database 1 to 63 characters of {@code [a-z0-9_]}, a letter first
   */
  public String url(String database) {
    if (!DATABASE.matcher(database).matches()) {
      throw new IllegalArgumentException(
          "a database's name is 1 to 63 of [a-z0-9_], a letter first, not " + database);
    }
    try (Connection connection = connect();
        var find = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
        var create = connection.createStatement()) {
      find.setString(1, database);
      try (var found = find.executeQuery()) {
        if (!found.next()) {
          create.execute("CREATE DATABASE " + database);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("database " + database + " could not be made", e);
    }
    return address(database) + "?user=" + PostgresFolder.USER + "&password=" + password;
  }

  /** Stops cleanly: open transactions are rolled back, everything committed is kept. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stop();
      LOG.info("PostgreSQL stopped port={}", port);
    } catch (IOException e) {
      LOG.warn("PostgreSQL could not be stopped port={}", port, e);
    } finally {
      // Before the folder is free, lest the guard meet the next server.
      dismissGuard();
      lock.close();
    }
  }

  private String address(String database) {
    return "postgresql://127.0.0.1:" + port + "/" + database;
  }

  private Connection connect() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", PostgresFolder.USER);
    login.setProperty("password", password);
    Connection connection =
        new org.postgresql.Driver().connect("jdbc:" + address("postgres"), login);
    if (connection == null) {
      throw new SQLException("the driver does not know its own URL");
    }
    return connection;
  }

  private void stopOrphan() throws IOException {
    Postmaster postmaster = new Postmaster(folder.data());
    var orphan = postmaster.running();
    if (orphan.isPresent()) {
      LOG.info("PostgreSQL of a killed Baton is stopped first pid={}", orphan.get().pid());
      stop();
    }
    if (postmaster.running().isPresent()) {
      throw PostgresFolder.refusal(
          "process %d, left over from a killed Baton, still uses %s and does not stop"
              .formatted(postmaster.running().get().pid(), folder.data()));
    }
    postmaster.clearRemains();
  }

  private void startUp(int wanted) throws IOException {
    for (int attempt = 1; ; attempt++) {
      port = wanted == 0 ? freePort() : requireFree(wanted);
      folder.configure(port);
      CommandResult started =
          pgCtl(
              "start", "-w", "-t", Long.toString(START.toSeconds()), "-l", folder.log().toString());
      if (started.exitStatus() == 0) {
        guard();
        return;
      }
      boolean portTaken = folder.portWasTaken();
      if (wanted != 0 || !portTaken || attempt == PORTS_TRIED) {
        throw portTaken
            ? portInUse(port, null)
            : PostgresFolder.refusal("%s (data folder %s)".formatted(why(started), folder.data()));
      }
    }
  }

  private String why(CommandResult failed) {
    String words = folder.lastWords();
    return words.isEmpty() ? failed.lastLine() : words;
  }

  /** Stops whatever server runs in the folder: politely, then as if the power had failed. */
  private void stop() throws IOException {
    String patience = Long.toString(STOP.toSeconds());
    CommandResult stopped = pgCtl("stop", "-w", "-t", patience, "-m", "fast");
    if (stopped.exitStatus() != 0 && new Postmaster(folder.data()).running().isPresent()) {
      pgCtl("stop", "-w", "-t", patience, "-m", "immediate");
    }
  }

  private CommandResult pgCtl(String verb, String... options) throws IOException {
    List<String> words =
        new ArrayList<>(List.of(programs.pgCtl(), verb, "-s", "-D", folder.data().toString()));
    words.addAll(List.of(options));
    return CommandResult.of(unprivileged.command(words));
  }

  /**
   * Watches the server, and sets a guard: a process that outlives this JVM by a moment, to stop the
   * server where the JVM cannot. A server that ends takes the guard with it, lest the guard signal
   * whoever is given its number next.
   */
  private void guard() throws IOException {
    ProcessHandle server =
        new Postmaster(folder.data())
            .running()
            .orElseThrow(() -> PostgresFolder.refusal("it ended as soon as it had started"));
    Process set =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                "trap '' INT TERM HUP; while read -r _; do :; done; kill -INT \"$1\"",
                "baton-postgresql-guard",
                Long.toString(server.pid()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    guard = set;
    server.onExit().thenRun(() -> ended(set));
  }

  private void ended(Process itsGuard) {
    itsGuard.destroyForcibly();
    if (!closed) {
      LOG.error("PostgreSQL has ended unbidden port={} log={}", port, folder.log());
    }
  }

  private void dismissGuard() {
    if (guard != null) {
      guard.destroyForcibly().onExit().join();
    }
  }

  private static int freePort() {
    return requireFree(0);
  }

  private static int requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw portInUse(port, e);
    }
  }

  private static EmbeddedStartException portInUse(int port, @Nullable Exception cause) {
    String why = "port %d on 127.0.0.1 is in use by another program".formatted(port);
    return cause == null ? PostgresFolder.refusal(why) : PostgresFolder.refusal(why, cause);
  }
}
