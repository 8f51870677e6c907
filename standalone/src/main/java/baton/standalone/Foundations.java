package baton.standalone;

import baton.embedded.BrokerSettings;
import baton.embedded.KafkaBroker;
import baton.embedded.PostgresServer;
import baton.embedded.PostgresSettings;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What the services stand on: Kafka and PostgreSQL, both durable. They start together and stop
 * after everything else.
 */
final class Foundations implements AutoCloseable {
  private static final String DATABASE = "baton";

  private @Nullable KafkaBroker kafka;
  private @Nullable PostgresServer postgres;
  private boolean closed;

  /**
   * Starts both and returns when both serve.
   *
   * @throws baton.embedded.EmbeddedStartException where one of them cannot start
   */
  void start(DataFolder folder, Ports ports) {
    // Begun by two threads at once, java.util.logging and JBoss LogManager wait for each other.
    LogManager.getLogManager();
    LoggerFactory.getILoggerFactory();
    try (ExecutorService starters = Executors.newFixedThreadPool(2)) {
      CompletableFuture<Void> broker =
          CompletableFuture.runAsync(() -> startKafka(folder, ports), starters);
      CompletableFuture<Void> database =
          CompletableFuture.runAsync(() -> startPostgres(folder, ports), starters);
      CompletableFuture.allOf(broker, database).join();
    } catch (CompletionException e) {
      close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private void startKafka(DataFolder folder, Ports ports) {
    KafkaBroker started =
        KafkaBroker.start(BrokerSettings.in(folder.kafka()).withPort(ports.get(Port.KAFKA)));
    synchronized (this) {
      kafka = started;
      closeIfLate(started);
    }
  }

  private void startPostgres(DataFolder folder, Ports ports) {
    PostgresServer started =
        PostgresServer.start(
            PostgresSettings.in(folder.postgres()).withPort(ports.get(Port.POSTGRES)));
    synchronized (this) {
      postgres = started;
      closeIfLate(started);
    }
  }

  /** Ctrl-C may come before they have started. */
  private <T extends AutoCloseable> void closeIfLate(T started) {
    if (closed) {
      try {
        started.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Kafka's bootstrap servers. */
  synchronized String bootstrapServers() {
    return Objects.requireNonNull(kafka).bootstrapServers();
  }

  /** URL of the database, its password included. */
  synchronized String databaseUrl() {
    return Objects.requireNonNull(postgres).url(DATABASE);
  }

  /** Stops both, the database last. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (kafka != null) {
        kafka.close();
      }
    } finally {
      if (postgres != null) {
        postgres.close();
      }
    }
  }
}
