package baton.testkit;

import baton.embedded.BrokerSettings;
import baton.embedded.KafkaBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A durable Kafka broker in a process of its own, for tests of what happens without it. It comes
 * back on the same port with the same data.
 */
public final class KafkaProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SERVES = "serves";

  private final Path folder;
  private final int port = Ports.free();
  private @Nullable Process process;

  private KafkaProcess(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts one and returns when it serves clients.
   *
   * @param folder for its data and its log
   */
  public static KafkaProcess start(Path folder) {
    KafkaProcess kafka = new KafkaProcess(folder);
    kafka.start();
    return kafka;
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts what has ended; returns when it serves clients. */
  public void start() {
    try {
      Process started =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:TieredStopAtLevel=1",
                  "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                  "--sun-misc-unsafe-memory-access=allow",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName(),
                  folder.toString(),
                  Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      process = started;
      CompletableFuture<Void> serving = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> listen(started, serving));
      serving.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka has not started; its log is " + log(), e);
    }
  }

  /** To the end, or the process would wait for somebody to read what it writes. */
  private static void listen(Process process, CompletableFuture<Void> serving) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(SERVES)) {
          serving.complete(null);
        }
      }
    } catch (IOException e) {
      serving.completeExceptionally(e);
    }
    serving.completeExceptionally(new IllegalStateException("it has ended"));
  }

  private Path log() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  /** Starts what has ended, thaws what is frozen, and leaves alone what runs. */
  public void ensureRunning() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      start();
    } else {
      thaw();
    }
  }

  /** Ends it as an orchestrator does, and returns when it has ended. */
  public void stop() {
    Process running = running();
    running.destroy();
    try {
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("Kafka does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    running().destroyForcibly().onExit().join();
  }

  /** It keeps its connections and says no more. */
  public void freeze() {
    signal("STOP");
  }

  /** Ends {@link #freeze}. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    Programs.Run run = Programs.run(PATIENCE, "sh", "-c", "kill -" + name + " " + running().pid());
    if (run.exitStatus() != 0) {
      throw new IllegalStateException("SIG" + name + " cannot be sent: " + run.errors());
    }
  }

  private Process running() {
    Process running = process;
    if (running == null || !running.isAlive()) {
      throw new IllegalStateException("Kafka does not run");
    }
    return running;
  }

  /** Whatever it does, it is gone. */
  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly().onExit().join();
    }
  }

  /** What the process runs. It ends with whoever started it. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      KafkaBroker broker =
          KafkaBroker.start(
              BrokerSettings.in(Path.of(arguments[0])).withPort(Integer.parseInt(arguments[1])));
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
      System.out.println(SERVES);
      System.exit(System.in.read() < 0 ? 0 : 1);
    }
  }
}
