package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import baton.testkit.Programs.Run;
import baton.testkit.ReceivedMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka client that knows nothing of Baton reads what stands on the topics. */
@NeedsProgram("kcat")
class KcatIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RECIPIENT = "ada@kcat.test";

  @TempDir static Path folder;
  private static Relay relay;
  private static String id;
  private static ReceivedMessage mail;

  /**
   * A record as kcat shows it.
   *
   * @param payload as text
   */
  private record Seen(int partition, String key, Map<String, String> headers, String payload) {

    JsonNode json() {
      try {
        return JSON.readTree(payload);
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(payload, e);
      }
    }
  }

  @BeforeAll
  static void start() throws Exception {
    relay = Relay.start(folder.resolve("data"));
    relay.domain("kcat.test");
    id =
        relay
            .send(
                Map.of(
                    "from",
                    "App <app@demo.baton.test>",
                    "to",
                    List.of(RECIPIENT),
                    "subject",
                    "Hi",
                    "html",
                    "<p>Hello <a href=\"https://example.com/x\">there</a></p>",
                    "tags",
                    List.of("welcome"),
                    "metadata",
                    Map.of("order", "4711")))
            .getFirst();
    mail = relay.received(RECIPIENT);
    Matcher link =
        Pattern.compile("http://[^\"]+/t/c/[^\"]+")
            .matcher(mail.text().replaceAll("=\r\n", "").replace("=3D", "="));
    assertThat(link.find()).isTrue();
    assertThat(relay.get(link.group()).statusCode()).isEqualTo(302);
    Complaint.about(mail.text(), relay.port("BATON_FEEDBACK_SMTP_PORT"));
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
  }

  @Test
  void theMessageLiesOnOutboundAsItLeaves() {
    Seen record = seen("baton.outbound", "email.queued");
    assertThat(record.key()).isEqualTo("kcat.test");
    assertThat(record.payload()).isEqualTo(mail.text());
    Map<String, String> headers = record.headers();
    assertCloudEvent(headers);
    assertThat(headers)
        .containsEntry("ce_id", id)
        .containsEntry("content-type", "message/rfc822")
        .containsEntry("baton-account", "demo")
        .containsEntry("baton-mail-from", mail.sender())
        .containsEntry("baton-sender", "app@demo.baton.test")
        .containsEntry("baton-rcpt-to", RECIPIENT)
        .containsEntry("baton-lanes", "1")
        .containsEntry("baton-tags", "[\"welcome\"]")
        .containsEntry("baton-metadata", "{\"order\":\"4711\"}")
        .containsKeys("baton-pool", "baton-stream", "baton-tls", "baton-dsn");
    assertThat(mail.sender()).matches("b-[a-z2-7]{1,62}@bounces\\.baton\\.test");
    assertThat(UUID.fromString(id).version()).isEqualTo(7);
    assertThat(Instant.parse(headers.get("baton-not-before")))
        .isEqualTo(Instant.parse(headers.get("ce_time")));
    assertThat(headers.get("baton-expires")).isEqualTo(Long.toString(72 * 3600));
  }

  @Test
  void submissionTellsThatItAccepted() {
    JsonNode event = event("baton.events.submission", "email.accepted");
    assertThat(event.get("tags").toString()).isEqualTo("[\"welcome\"]");
    assertThat(event.get("metadata").toString()).isEqualTo("{\"order\":\"4711\"}");
    assertThat(event.get("sender").asText()).isEqualTo("app@demo.baton.test");
    assertThat(event.get("protocol").asText()).isEqualTo("http");
  }

  @Test
  void deliveryTellsWhoTookItBesideTheMessage() {
    JsonNode event = event("baton.events.delivery", "email.delivered");
    assertThat(event.get("tags").toString()).isEqualTo("[\"welcome\"]");
    assertThat(event.get("metadata").toString()).isEqualTo("{\"order\":\"4711\"}");
    assertThat(event.get("host").asText()).isEqualTo("mx.kcat.test");
    assertThat(event.get("address").asText()).contains("127.0.0.1");
    assertThat(event.get("reply").asText()).startsWith("250 ");
    assertThat(event.get("attempts").asInt()).isEqualTo(1);
    assertThat(event.get("queue_millis").asLong()).isNotNegative();
    assertThat(event.get("transcript").toString()).contains("MAIL FROM").doesNotContain("Hello");
    assertThat(seen("baton.events.delivery", "email.delivered").partition())
        .isEqualTo(seen("baton.outbound", "email.queued").partition());
  }

  @Test
  void trackingTellsTheClick() {
    JsonNode event = event("baton.events.tracking", "email.clicked");
    assertThat(event.get("url").asText()).isEqualTo("https://example.com/x");
    assertThat(event.get("agent").asText()).isIn("person", "proxy", "prefetch", "scanner");
  }

  @Test
  void feedbackTellsTheComplaint() {
    JsonNode event = event("baton.events.feedback", "email.complained");
    assertThat(event.get("feedback_type").asText()).isEqualTo("abuse");
  }

  @Test
  void theTopicsHaveThePartitionsOfStandalone() {
    Run run = Programs.run(Relay.PATIENCE, "kcat", "-b", kafka(), "-L", "-J");
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    JsonNode all = new Seen(0, "", Map.of(), run.output()).json();
    Map<String, Integer> partitions = new LinkedHashMap<>();
    all.get("topics")
        .forEach(
            topic -> partitions.put(topic.get("topic").asText(), topic.get("partitions").size()));
    assertThat(partitions)
        .containsEntry("baton.outbound", 8)
        .containsEntry("baton.events.delivery", 8)
        .containsKeys(
            "baton.events.submission",
            "baton.events.tracking",
            "baton.events.feedback",
            "baton.suppressions",
            "baton.settings",
            "baton.notices");
  }

  private static JsonNode event(String topic, String type) {
    Seen record = seen(topic, type);
    assertThat(record.key()).isEqualTo(id);
    assertCloudEvent(record.headers());
    assertThat(record.headers().get("ce_id")).startsWith(id + ".").isNotEqualTo(id);
    assertThat(record.headers())
        .containsEntry("content-type", "application/json")
        .containsEntry("ce_dataschema", "https://baton.dev/schemas/" + type + ".json");
    JsonNode event = record.json();
    assertThat(event.get("message_id").asText()).isEqualTo(id);
    assertThat(event.get("account").asText()).isEqualTo("demo");
    assertThat(event.get("recipient").asText()).isEqualTo(RECIPIENT);
    assertThat(Instant.parse(event.get("time").asText()))
        .isEqualTo(Instant.parse(record.headers().get("ce_time")));
    return event;
  }

  private static void assertCloudEvent(Map<String, String> headers) {
    assertThat(headers)
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_subject", RECIPIENT)
        .containsKeys("ce_id", "ce_type", "ce_source", "ce_time");
    assertThat(Instant.parse(headers.get("ce_time"))).isBefore(Instant.now());
  }

  /** Waits for the message's record of a type. */
  private static Seen seen(String topic, String type) {
    return await()
        .atMost(Relay.PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () ->
                read(topic).stream()
                    .filter(record -> type.equals(record.headers().get("ce_type")))
                    .filter(
                        record ->
                            record.headers().getOrDefault("ce_id", "").startsWith(id)
                                || id.equals(record.key()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static List<Seen> read(String topic) {
    Run run =
        Programs.run(
            Relay.PATIENCE,
            "kcat",
            "-b",
            kafka(),
            "-C",
            "-t",
            topic,
            "-o",
            "beginning",
            "-e",
            "-q",
            "-J",
            "-X",
            "isolation.level=read_committed");
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    return run.output().lines().map(KcatIT::record).toList();
  }

  private static Seen record(String line) {
    JsonNode json = new Seen(0, "", Map.of(), line).json();
    Map<String, String> headers = new LinkedHashMap<>();
    JsonNode pairs = json.path("headers");
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      headers.put(pairs.get(i).asText(), pairs.get(i + 1).asText());
    }
    return new Seen(
        json.get("partition").asInt(),
        json.get("key").asText(),
        headers,
        json.get("payload").asText());
  }

  private static String kafka() {
    return "localhost:" + relay.port("BATON_KAFKA_PORT");
  }
}
