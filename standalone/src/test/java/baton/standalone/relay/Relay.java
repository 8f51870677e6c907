package baton.standalone.relay;

import static org.awaitility.Awaitility.await;

import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.contracts.event.Json;
import baton.standalone.Up;
import baton.testkit.DnsServer;
import baton.testkit.KafkaProbe;
import baton.testkit.ReceivedMessage;
import baton.testkit.ScriptedMailServer;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A running platform that sends by MX into a world of the test's own. */
final class Relay implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  final ScriptedMailServer peer;
  final DnsServer dns;
  final Map<String, String> environment;
  private final Path data;
  private Up up;

  private Relay(Path data, ScriptedMailServer peer, Map<String, String> more) throws Exception {
    this.data = data;
    this.peer = peer;
    this.dns = DnsServer.start();
    dns.zone("test");
    environment = new HashMap<>(Up.freePorts());
    environment.put("BATON_ROUTE", "mx");
    environment.put("BATON_DNS_SERVERS", dns.address());
    environment.put("BATON_MX_PORT", Integer.toString(peer.port()));
    environment.put("BATON_HOSTNAME", "relay.own.test");
    environment.put("BATON_DELIVERY_RETRY", "1S");
    environment.put("BATON_DELIVERY_BREATHER", "1S");
    environment.putAll(more);
    up = Up.start(data, environment).ready();
  }

  static Relay start(Path data, Map<String, String> more) throws Exception {
    return new Relay(data, ScriptedMailServer.start(), more);
  }

  static Relay start(Path data) throws Exception {
    return start(data, Map.of());
  }

  /** A domain whose mail goes to the scripted server. */
  void domain(String domain) {
    dns.mx(domain, 10, "mx." + domain).a("mx." + domain, "127.0.0.1");
  }

  /** As {@code kill -9} does, and up again. */
  void killAndRestart() throws Exception {
    up.kill();
    up = Up.start(data, environment).ready();
  }

  void kill() throws Exception {
    up.kill();
  }

  void restart() throws Exception {
    up = Up.start(data, environment).ready();
  }

  String output() {
    return up.output();
  }

  int port(String variable) {
    return Integer.parseInt(environment.get(variable));
  }

  String url() {
    return up.url();
  }

  /** A setting that {@code up} leaves for its users. */
  String credential(String name) throws Exception {
    return Files.readAllLines(data.resolve("credentials.env")).stream()
        .map(line -> line.replaceFirst("^export ", ""))
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1).replaceAll("^['\"]|['\"]$", ""))
        .findFirst()
        .orElseThrow();
  }

  /** Sends by the HTTP API; gives the ids. */
  List<String> send(Map<String, ?> email) throws Exception {
    HttpResponse<String> answer = post("/v1/emails", "application/json", Json.write(email));
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return Pattern.compile("\"id\":\"([^\"]+)\"")
        .matcher(answer.body())
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** Sends a plain message; gives its id. */
  String send(String recipient) throws Exception {
    return send(Map.of(
            "from",
            "app@demo.baton.test",
            "to",
            List.of(recipient),
            "subject",
            "Hi",
            "text",
            "Hello"))
        .getFirst();
  }

  HttpResponse<String> post(String path, String type, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + credential("BATON_API_KEY"))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.startsWith("/") ? url() + url : url))
            .header("Authorization", "Bearer " + credential("BATON_API_KEY"))
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  HttpResponse<String> delete(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + credential("BATON_API_KEY"))
            .DELETE()
            .build();
    return HTTP.send(request, BodyHandlers.ofString());
  }

  /** Waits until a topic's events about a message are such. */
  List<Event> events(String topic, String id, Predicate<List<Event>> enough) {
    return events("localhost:" + environment.get("BATON_KAFKA_PORT"), topic, id, enough);
  }

  /** The same on any Kafka. */
  static List<Event> events(String kafka, String topic, String id, Predicate<List<Event>> enough) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return of(id, probe.read(topic, PATIENCE, entries -> enough.test(of(id, entries))));
    }
  }

  /** Waits for a recipient's first message at the scripted server. */
  ReceivedMessage received(String recipient) {
    return received(peer, recipient);
  }

  /** The same at any scripted server. */
  static ReceivedMessage received(ScriptedMailServer peer, String recipient) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                peer.messages().stream()
                    .filter(each -> each.recipients().contains(recipient))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until a message has an event of a type. */
  Event event(String topic, String id, String type) {
    return events(topic, id, events -> events.stream().anyMatch(e -> e.type().equals(type)))
        .stream()
        .filter(event -> event.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  /** Waits until a message to a recipient was delivered. */
  Event.Delivered delivered(String recipient) {
    try (KafkaProbe probe = new KafkaProbe("localhost:" + environment.get("BATON_KAFKA_PORT"))) {
      return delivered(
              recipient,
              probe.read(
                  "baton.events.delivery",
                  PATIENCE,
                  entries -> delivered(recipient, entries).isPresent()))
          .orElseThrow();
    }
  }

  private static Optional<Event.Delivered> delivered(
      String recipient, List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .flatMap(Relay::event)
        .filter(Event.Delivered.class::isInstance)
        .map(Event.Delivered.class::cast)
        .filter(event -> recipient.equals(event.about().recipient()))
        .findFirst();
  }

  private static List<Event> of(String id, List<KafkaProbe.Entry> entries) {
    return entries.stream().filter(entry -> id.equals(entry.key())).flatMap(Relay::event).toList();
  }

  private static Stream<Event> event(KafkaProbe.Entry entry) {
    return EventRecord.read(entry.topic(), entry.headers(), entry.value()).stream();
  }

  @Override
  public void close() throws Exception {
    up.close();
    peer.close();
    dns.close();
  }
}
