package baton.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A platform in a process of its own, as {@code ./baton up} runs it, on free ports. */
public final class Up implements AutoCloseable {
  private static final Path APP =
      Path.of(
          System.getProperty("baton.repository"), "standalone/target/quarkus-app/quarkus-run.jar");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Process process;
  private final Map<String, String> environment;
  private final StringBuffer output = new StringBuffer();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private Up(Process process, Map<String, String> environment) {
    this.process = process;
    this.environment = environment;
    Thread.ofVirtual().start(this::listen);
  }

  /** Free ports for all that listens, by variable. */
  public static Map<String, String> freePorts() throws IOException {
    Map<String, String> ports = new HashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    for (Port port : Port.values()) {
      ServerSocket socket = new ServerSocket(0);
      held.add(socket);
      ports.put(port.variable(), Integer.toString(socket.getLocalPort()));
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  /** Starts it and does not wait. */
  public static Up start(Path data, Map<String, String> environment) throws IOException {
    List<String> command =
        Stream.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                APP.toString(),
                "--data",
                data.toString())
            .toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("BATON_"));
    builder.environment().putAll(environment);
    return new Up(builder.start(), environment);
  }

  private void listen() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.append(line).append('\n');
        if (line.contains("Ctrl-C stops Baton")) {
          ready.complete(null);
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(new UncheckedIOException(e));
    }
    ready.completeExceptionally(new IllegalStateException("Baton ended: " + output));
  }

  /** Waits until it has said that it is ready. */
  public Up ready() throws Exception {
    try {
      ready.get(90, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError("Baton is not ready and said: " + output, e);
    }
    return this;
  }

  /** Waits for its end and gives the exit status. */
  public int ended() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("Baton does not end; it said: " + output);
    }
    return process.exitValue();
  }

  /** Everything that it has said. */
  public String output() {
    return output.toString();
  }

  /** As Ctrl-C does. */
  public int stop() throws InterruptedException {
    process.destroy();
    return ended();
  }

  /** As {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  public String url() {
    return "http://localhost:" + environment.get(Port.HTTP.variable());
  }

  public String get(String path) throws Exception {
    return ask(path).body();
  }

  HttpResponse<String> ask(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  int port(Port port) {
    return Integer.parseInt(environment.getOrDefault(port.variable(), ""));
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
