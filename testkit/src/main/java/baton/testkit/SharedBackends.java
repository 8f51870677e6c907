package baton.testkit;

import baton.embedded.BrokerSettings;
import baton.embedded.Durability;
import baton.embedded.KafkaBroker;
import baton.embedded.PostgresServer;
import baton.embedded.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The one Kafka and the one PostgreSQL of this JVM, behind {@link Backends}. Public, and all
 * strings, because it is called across class loaders.
 */
public final class SharedBackends {
  private static final Logger LOG = LoggerFactory.getLogger(SharedBackends.class);
  private static final String KAFKA_IMAGE = "apache/kafka:4.1.1";
  private static final String POSTGRES_IMAGE = "postgres:18";
  private static final String DATABASE = "baton";

  private static @Nullable String kafka;
  private static @Nullable String postgres;

  private SharedBackends() {}

  /** Bootstrap servers. */
  public static synchronized String kafka() {
    String running = kafka;
    if (running == null) {
      running = startKafka();
      kafka = running;
    }
    return running;
  }

  /** URL of the database {@code baton}. */
  public static synchronized String postgres() {
    String running = postgres;
    if (running == null) {
      running = startPostgres();
      postgres = running;
    }
    return running;
  }

  private static String startKafka() {
    String why = "no Docker engine answers";
    if (DockerEngine.answers()) {
      try {
        KafkaContainer container =
            new KafkaContainer(KAFKA_IMAGE)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "1000")
                .withEnv(
                    "KAFKA_MESSAGE_MAX_BYTES",
                    Integer.toString(BrokerSettings.DEFAULT_MAX_MESSAGE_BYTES));
        container.start();
        tell("Kafka for tests: container " + KAFKA_IMAGE);
        return container.getBootstrapServers();
      } catch (RuntimeException e) {
        why = "Docker answers but starts no container (" + e.getMessage() + ")";
      }
    }
    Path directory = temporary("kafka");
    KafkaBroker broker =
        KafkaBroker.start(BrokerSettings.in(directory).withDurability(Durability.RELAXED));
    atExit(broker, directory);
    tell("Kafka for tests: embedded broker, " + why);
    return broker.bootstrapServers();
  }

  private static String startPostgres() {
    String why = "no Docker engine answers";
    if (DockerEngine.answers()) {
      try {
        PostgreSQLContainer container =
            new PostgreSQLContainer(POSTGRES_IMAGE)
                .withDatabaseName(DATABASE)
                .withUsername("baton")
                .withPassword("baton");
        container.start();
        tell("PostgreSQL for tests: container " + POSTGRES_IMAGE);
        return "postgresql://%s:%d/%s?user=baton&password=baton"
            .formatted(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                DATABASE);
      } catch (RuntimeException e) {
        why = "Docker answers but starts no container (" + e.getMessage() + ")";
      }
    }
    Path directory = temporary("postgresql");
    // Unpacked once for all test JVMs of this user on this machine.
    Path programs =
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "baton-postgresql-programs-" + System.getProperty("user.name"));
    PostgresServer server =
        PostgresServer.start(
            PostgresSettings.in(directory)
                .withPrograms(programs)
                .withDurability(Durability.RELAXED));
    atExit(server, directory);
    tell("PostgreSQL for tests: embedded server, " + why);
    return server.url(DATABASE);
  }

  /** To standard output: a test's log may be held back until Quarkus has started, or for ever. */
  private static void tell(String line) {
    System.out.println(line);
  }

  private static Path temporary(String what) {
    try {
      return Files.createTempDirectory("baton-" + what + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void atExit(AutoCloseable backend, Path directory) {
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      try (backend) {
                        LOG.debug("Stopping what the tests used folder={}", directory);
                      } catch (Exception e) {
                        LOG.warn("What the tests used did not stop folder={}", directory, e);
                      }
                      delete(directory);
                    }));
  }

  private static void delete(Path tree) {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.debug("Left behind folder={}", tree, e);
    }
  }
}
