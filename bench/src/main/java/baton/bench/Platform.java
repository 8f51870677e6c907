package baton.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The platform that is measured: a process of its own, on free ports, with an empty data folder.
 */
final class Platform implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** What tells the launcher how to run, and Baton nothing. */
  private static final List<String> LAUNCHER =
      List.of("BATON_JAVA_HOME", "BATON_HEAP", "BATON_JVM");

  private static final List<String> PORTS =
      List.of(
          "BATON_HTTP_PORT",
          "BATON_SMTP_PORT",
          "BATON_SMTPS_PORT",
          "BATON_FEEDBACK_SMTP_PORT",
          "BATON_MAILBOX_SMTP_PORT",
          "BATON_KAFKA_PORT",
          "BATON_POSTGRES_PORT");

  private final Process process;
  private final Path folder;
  private final Map<String, Integer> ports;

  private Platform(Process process, Path folder, Map<String, Integer> ports) {
    this.process = process;
    this.folder = folder;
    this.ports = ports;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param baton the launcher
   * @param smarthost port of the server on this machine that all mail goes to
   * @param signed whether it makes DKIM signatures
   * @throws IllegalStateException with what it said where it does not get ready
   */
  static Platform start(Path baton, int smarthost, boolean signed)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("baton-bench");
    Path output = folder.resolve("output.log");
    Map<String, Integer> ports = freePorts();
    ProcessBuilder builder =
        new ProcessBuilder(baton.toString(), "up", "--data", folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // What is measured does not depend on who measures.
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("BATON_") && !LAUNCHER.contains(name));
    ports.forEach((name, port) -> builder.environment().put(name, port.toString()));
    builder.environment().put("BATON_ROUTE", "smarthost:127.0.0.1:" + smarthost);
    builder.environment().put("BATON_TRUSTED_NETWORKS", "127.0.0.0/8=demo");
    if (!signed) {
      builder.environment().put("BATON_SUBMISSION_DKIM", "off");
    }
    Platform platform = new Platform(started(builder, folder), folder, ports);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(output).contains("Baton is ready")) {
      if (platform.process.waitFor(200, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
        String said = Files.readString(output);
        platform.close();
        throw new IllegalStateException("the platform does not get ready; it said:\n" + said);
      }
    }
    return platform;
  }

  private static Process started(ProcessBuilder builder, Path folder) throws IOException {
    try {
      return builder.start();
    } catch (IOException e) {
      delete(folder);
      throw e;
    }
  }

  private static Map<String, Integer> freePorts() throws IOException {
    Map<String, Integer> ports = new HashMap<>();
    // All are held until all are known, or two might be the same.
    List<ServerSocket> held = new ArrayList<>();
    for (String name : PORTS) {
      ServerSocket socket = new ServerSocket(0);
      held.add(socket);
      ports.put(name, socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  int port(String name) {
    return ports.getOrDefault(name, 0);
  }

  /** The demo account's. */
  String apiKey() throws IOException {
    return Files.readAllLines(folder.resolve("data/credentials.env")).stream()
        .filter(line -> line.startsWith("BATON_API_KEY="))
        .map(line -> line.substring(line.indexOf('=') + 1).replace("'", "").replace("\"", ""))
        .findFirst()
        .orElseThrow();
  }

  /** CPU time of the JVM and of PostgreSQL's processes that are alive. */
  Duration cpu() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Ends it and deletes what it left; idempotent. */
  @Override
  public synchronized void close() {
    if (Files.notExists(folder)) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      System.err.println("baton: " + folder + " could not be deleted: " + e.getMessage());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
