package baton.testkit;

import java.lang.reflect.InvocationTargetException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;

/**
 * The Kafka and the PostgreSQL of this test JVM: containers where a Docker engine answers, embedded
 * ones otherwise, chosen without being asked and named in the log. Each is started by the first
 * test that wants it, shared by all that follow, and stopped when the JVM ends; so a test keeps to
 * topics and a database of its own.
 */
public final class Backends {
  private Backends() {}

  /** A Kafka broker that creates no topic by itself and takes batches of up to 27 MiB. */
  public interface Kafka {
    /** {@code host:port}, as {@code baton.kafka} wants it. */
    String bootstrapServers();
  }

  /** A PostgreSQL 18 server whose durability is switched off. */
  public interface Postgres {
    /**
     * URL of the database {@code baton}, which all tests of this JVM share: {@code
     * postgresql://host:port/baton?user=…&password=…}, as {@code baton.postgres} wants it.
     */
    String url();

    /**
     * URL of a new and empty database, in the same form.
     *
     * @param hint what the database is for, such as the test class's simple name; becomes a part of
     *     its name
     */
    String freshUrl(String hint);
  }

  /** The broker, started now if no test has wanted it before. */
  public static Kafka kafka() {
    String bootstrapServers = shared("kafka");
    return () -> bootstrapServers;
  }

  /** The database server, started now if no test has wanted it before. */
  public static Postgres postgres() {
    return new SharedPostgres(shared("postgres"));
  }

  /**
   * Asks {@link SharedBackends} in the JVM's own class loader. Quarkus loads tests in class loaders
   * that come and go; a broker started in one of them would be a second broker, and would lose its
   * classes with it.
   */
  private static String shared(String which) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    ClassLoader system = ClassLoader.getSystemClassLoader();
    try {
      Class<?> backends;
      try {
        backends = Class.forName(SharedBackends.class.getName(), true, system);
        thread.setContextClassLoader(system);
      } catch (ClassNotFoundException e) {
        backends = SharedBackends.class;
      }
      return (String) backends.getMethod(which).invoke(null);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException told) {
        throw told;
      }
      throw new IllegalStateException(which + " for tests did not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(which + " for tests did not start", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private record SharedPostgres(String url) implements Postgres {
    @Override
    public String freshUrl(String hint) {
      String words = hint.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
      String name =
          "t_"
              + words.substring(0, Math.min(words.length(), 30))
              + "_"
              + UUID.randomUUID().toString().substring(0, 8);
      try (var connection = new org.postgresql.Driver().connect("jdbc:" + url, new Properties());
          var statement = connection.createStatement()) {
        statement.execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("a fresh database could not be made", e);
      }
      return url.replaceFirst("/baton\\?", "/" + name + "?");
    }
  }
}
