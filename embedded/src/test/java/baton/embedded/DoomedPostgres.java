package baton.embedded;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;

/** A database server whose JVM ends by being killed. */
final class DoomedPostgres {
  private DoomedPostgres() {}

  public static void main(String[] arguments) throws Exception {
    PostgresServer server =
        PostgresServer.start(
            PostgresSettings.in(Path.of(arguments[0])).withPrograms(Path.of(arguments[1])));
    try (var connection = DriverManager.getConnection("jdbc:" + server.url("letters"));
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE letter (id INT)");
      statement.execute("INSERT INTO letter VALUES (42)");
    }
    System.out.println("port " + server.port());
    Thread.sleep(Duration.ofMinutes(5));
  }
}
