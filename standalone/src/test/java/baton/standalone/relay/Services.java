package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.token.TokenKeys;
import baton.testkit.Backends;
import baton.testkit.DnsServer;
import baton.testkit.Ports;
import baton.testkit.ScriptedMailServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The four services, each in a process of its own as in production, on one Kafka and database. */
final class Services implements AutoCloseable {

  static final String ADMIN_KEY = "admin-key-of-the-test";

  private static final List<String> NAMES =
      List.of("submission", "delivery", "tracking", "feedback");
  private static final Path REPOSITORY = Path.of(System.getProperty("baton.repository"));
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final ScriptedMailServer peer = ScriptedMailServer.start();
  final DnsServer dns = DnsServer.start().zone("test");
  final String kafka = Backends.kafka().bootstrapServers();
  final int smtpPort = Ports.free();
  final int feedbackPort = Ports.free();
  private final Map<String, Integer> httpPorts = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Path folder;

  private Services(Path folder) {
    this.folder = folder;
    NAMES.forEach(name -> httpPorts.put(name, Ports.free()));
  }

  /**
   * Where a service's package lies; built by {@code ./baton test} before standalone's own tests.
   */
  private static Path app(String service) {
    return REPOSITORY.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
  }

  /** The services that have not been packaged. */
  static List<String> missing() {
    return NAMES.stream().filter(name -> !Files.exists(app(name))).toList();
  }

  /**
   * Starts all four at once and waits until each says that it is ready.
   *
   * @param folder for what they say
   */
  static Services start(Path folder) throws IOException {
    Services services = new Services(folder);
    try {
      Map<String, String> environment = services.environment();
      for (String name : NAMES) {
        services.processes.put(name, services.start(name, environment));
      }
      NAMES.forEach(services::awaitReady);
      return services;
    } catch (IOException | RuntimeException | Error e) {
      services.close();
      throw e;
    }
  }

  /**
   * Starts one of them with a setting, waits for its end, and gives the exit status.
   *
   * @param folder for what it says
   */
  static Ended end(Path folder, String name, String setting, String value)
      throws IOException, InterruptedException {
    try (Services services = new Services(folder)) {
      Map<String, String> environment = services.environment();
      environment.put(setting, value);
      Process process = services.start(name, environment);
      services.processes.put(name, process);
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(ended).as(services.said(name)).isTrue();
      return new Ended(process.exitValue(), Files.readString(services.log(name)));
    }
  }

  /** The end of one of them: its exit status, and everything that it has said. */
  record Ended(int status, String said) {}

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("BATON_KAFKA", kafka);
    environment.put("BATON_POSTGRES", Backends.postgres().freshUrl("services"));
    environment.put("BATON_TOKEN_KEYS", TokenKeys.generate(1));
    environment.put("BATON_SECRET_KEYS", TokenKeys.generate(1));
    environment.put("BATON_ADMIN_KEY", ADMIN_KEY);
    environment.put("BATON_TRACKING_URL", url("tracking"));
    environment.put("BATON_RETURN_PATH_DOMAIN", "bounces.baton.test");
    // One broker.
    environment.put("BATON_TOPICS_SCALE", "standalone");
    environment.put("BATON_TOPICS_REPLICATION", "1");
    environment.put("BATON_SMTP_PORT", Integer.toString(smtpPort));
    environment.put("BATON_SMTPS_PORT", Integer.toString(Ports.free()));
    environment.put("BATON_FEEDBACK_SMTP_PORT", Integer.toString(feedbackPort));
    environment.put("BATON_DNS_SERVERS", dns.address());
    environment.put("BATON_MX_PORT", Integer.toString(peer.port()));
    environment.put("BATON_HOSTNAME", "relay.own.test");
    return environment;
  }

  private Process start(String name, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // While classes are loaded at the start, an event loop may well take a few seconds.
                "-Dquarkus.log.category.\"io.vertx.core.impl.BlockedThreadChecker\".level=ERROR",
                "-jar",
                app(name).toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(name).toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("BATON_"));
    builder.environment().putAll(environment);
    builder.environment().put("BATON_HTTP_PORT", Integer.toString(httpPorts.get(name)));
    return builder.start();
  }

  private void awaitReady(String name) {
    await(name + " is ready")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () -> {
              assertThat(processes.get(name).isAlive()).as(said(name)).isTrue();
              assertThat(health(name)).as(said(name)).isEqualTo(200);
            });
  }

  private int health(String name) throws InterruptedException {
    try {
      return HTTP.send(
              HttpRequest.newBuilder(URI.create(url(name) + "/q/health/ready")).build(),
              BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      // It does not listen yet.
      return 0;
    }
  }

  /** Where a service listens for HTTP. */
  String url(String name) {
    return "http://localhost:" + httpPorts.get(name);
  }

  /** Asks submission's API. */
  HttpResponse<String> post(String path, String key, String json) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url("submission") + path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build(),
        BodyHandlers.ofString());
  }

  /** Asks any of them; redirects are shown, not followed. */
  HttpResponse<String> get(String url, String key) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key).build(),
        BodyHandlers.ofString());
  }

  /** Everything that a service has said. */
  String said(String name) {
    try {
      return name + " said:\n" + Files.readString(log(name));
    } catch (IOException e) {
      return name + " said nothing";
    }
  }

  /** Everything that all of them have said. */
  String said() {
    return String.join("\n", NAMES.stream().map(this::said).toList());
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  /** Stops them as an orchestrator does; gives the exit statuses. */
  Map<String, Integer> stop() throws InterruptedException {
    processes.values().forEach(Process::destroy);
    Map<String, Integer> statuses = new LinkedHashMap<>();
    for (Map.Entry<String, Process> each : processes.entrySet()) {
      boolean ended = each.getValue().waitFor(30, TimeUnit.SECONDS);
      statuses.put(each.getKey(), ended ? each.getValue().exitValue() : -1);
    }
    return statuses;
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
    peer.close();
    dns.close();
  }
}
