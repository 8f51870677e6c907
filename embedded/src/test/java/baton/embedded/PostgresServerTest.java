package baton.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
  /** Unpacked once for all tests here, beside the classes. */
  private static final Path PROGRAMS = Path.of("target", "postgresql-programs");

  @TempDir Path folder;

  @Test
  void whatWasCommittedIsOnDisk() throws SQLException {
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(show(server, "fsync")).isEqualTo("on");
      assertThat(show(server, "synchronous_commit")).isEqualTo("on");
      assertThat(show(server, "full_page_writes")).isEqualTo("on");
      assertThat(show(server, "server_version")).startsWith("18.");
      assertThat(show(server, "listen_addresses")).isEqualTo("127.0.0.1");
    }
    try (PostgresServer relaxed =
        PostgresServer.start(settings().withDurability(Durability.RELAXED))) {
      assertThat(show(relaxed, "fsync")).isEqualTo("off");
    }
  }

  @Test
  void itsUrlWorksForJdbcAndForVertxAndOnlyWithThePassword() throws Exception {
    try (PostgresServer server = PostgresServer.start(settings())) {
      String url = server.url("mail");
      assertThat(url)
          .matches(
              "postgresql://127\\.0\\.0\\.1:%d/mail\\?user=baton&password=[0-9a-f]{40}"
                  .formatted(server.port()));
      assertThat(server.url("mail")).isEqualTo(url);
      assertThat(query(url, "SELECT current_database()")).isEqualTo("mail");
      assertThat(query(url, "SELECT lower('ÄRGER')")).isEqualTo("ärger");

      Vertx vertx = Vertx.vertx();
      try {
        var row =
            PgConnection.connect(vertx, PgConnectOptions.fromUri(url))
                .compose(connection -> connection.query("SELECT current_database()").execute())
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        assertThat(row.iterator().next().getString(0)).isEqualTo("mail");
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
      }

      assertThatThrownBy(() -> query(url.replaceFirst("password=.*", "password=x"), "SELECT 1"))
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(folder.resolve("password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> server.url("no; such")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aKilledJvmTakesItsServerAlongAndLosesNothing() throws Exception {
    ProcessHandle server;
    try (OtherJvm doomed = doomed()) {
      doomed.hear("port");
      server = new Postmaster(folder.resolve("data")).running().orElseThrow();
      doomed.kill();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> runningServer() == null);
    assertThat(server).isNotNull();
    assertLetterIsThere();
  }

  @Test
  void anOrphanIsStoppedByTheNextStart() throws Exception {
    try (OtherJvm doomed = doomed()) {
      doomed.hear("port");
      List<ProcessHandle> guards = doomed.children();
      assertThat(guards).hasSize(1);
      guards.forEach(ProcessHandle::destroyForcibly);
      guards.forEach(guard -> guard.onExit().join());
      doomed.kill();
    }
    ProcessHandle orphan = runningServer();
    assertThat(orphan).isNotNull();
    assertLetterIsThere();
  }

  @Test
  void aPidFileThatNamesAStrangerHarmsNobody() throws Exception {
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(server.port()).isPositive();
    }
    // Our own number: the likeliest victim of a hasty signal.
    Files.writeString(
        folder.resolve("data/postmaster.pid"),
        "%d\n%s\n0\n5432\n\n127.0.0.1\n".formatted(ProcessHandle.current().pid(), folder));
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(query(server.url("mail"), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void aServerThatEndsByItselfIsNotGuardedAnyLonger() throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    try (PostgresServer server = PostgresServer.start(settings())) {
      List<ProcessHandle> guards =
          ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
      assertThat(guards).hasSize(1);
      runningServer().destroyForcibly();
      await().atMost(Duration.ofSeconds(20)).until(() -> !guards.getFirst().isAlive());
      assertThat(server.port()).isPositive();
    }
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(query(server.url("mail"), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void refusesAPortInUse() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertRefused(settings().withPort(other.getLocalPort()))
          .hasMessage(
              "PostgreSQL cannot start: port %d on 127.0.0.1 is in use by another program."
                  .formatted(other.getLocalPort()));
    }
  }

  @Test
  void refusesAFolderThatIsInUse() {
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(server.port()).isPositive();
      assertRefused(settings()).hasMessageContaining("is in use by another running Baton.");
    }
  }

  @Test
  void refusesDataOfAnotherMajorVersion() throws IOException {
    write("data/PG_VERSION", "17\n");
    assertRefused(settings())
        .hasMessageContaining("holds data of PostgreSQL 17 and this Baton brings PostgreSQL 18");
  }

  @Test
  void refusesAFolderThatIsNotPostgresqls() throws IOException {
    write("data/holiday.jpg", "sea");
    assertRefused(settings()).hasMessageContaining("holds no PG_VERSION");
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    assertRefused(PostgresSettings.in(file.resolve("pg")).withPrograms(PROGRAMS))
        .hasMessageContaining("cannot be used");
  }

  @Test
  void saysWhatPostgresqlSaysOfDamagedData() throws IOException {
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(server.port()).isPositive();
    }
    write("data/global/pg_control", "garbage");
    assertRefused(settings()).hasMessageContaining("pg_control");
  }

  private void assertLetterIsThere() throws SQLException {
    try (PostgresServer server = PostgresServer.start(settings())) {
      assertThat(query(server.url("letters"), "SELECT id FROM letter")).isEqualTo("42");
    }
  }

  private @Nullable ProcessHandle runningServer() {
    return new Postmaster(folder.resolve("data")).running().orElse(null);
  }

  private OtherJvm doomed() throws IOException {
    return OtherJvm.running(DoomedPostgres.class, folder.toString(), PROGRAMS.toString());
  }

  private PostgresSettings settings() {
    return PostgresSettings.in(folder).withPrograms(PROGRAMS);
  }

  private static String show(PostgresServer server, String setting) throws SQLException {
    return query(server.url("mail"), "SHOW " + setting);
  }

  private static String query(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:" + url);
        var result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      PostgresSettings settings) {
    return assertThatThrownBy(() -> PostgresServer.start(settings).close())
        .isInstanceOf(EmbeddedStartException.class)
        .satisfies(e -> assertThat(e.getMessage()).endsWith(".").doesNotContain("\n"));
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
