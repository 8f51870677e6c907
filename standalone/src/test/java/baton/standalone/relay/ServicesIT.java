package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import baton.contracts.event.Event;
import baton.contracts.event.Json;
import baton.testkit.ReceivedMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message's whole life where each service runs by itself, as in production. */
class ServicesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aMessageRunsTheWholeRelay() throws Exception {
    assumeTrue(
        Services.missing().isEmpty(),
        () -> "not packaged as applications of their own: " + Services.missing());
    try (Services services = Services.start(folder)) {
      String key = account(services);
      verifiedDomain(services, key);
      services.dns.mx("reader.test", 10, "mx.reader.test").a("mx.reader.test", "127.0.0.1");

      String byHttp = send(services, key, "ada@reader.test");
      assertThat(delivered(services, byHttp).attempt().host()).isEqualTo("mx.reader.test");
      String bySmtp = submit(services, key, "bob@reader.test");
      delivered(services, bySmtp);

      ReceivedMessage mail = Relay.received(services.peer, "ada@reader.test");
      assertThat(mail.header("DKIM-Signature")).contains("d=shop.test");
      click(services, mail);
      Event.Clicked clicked =
          (Event.Clicked) event(services, "baton.events.tracking", byHttp, "email.clicked");
      assertThat(clicked.url()).isEqualTo("https://example.com/x");

      Complaint.about(mail.text(), services.feedbackPort);
      Event.Complained complained =
          (Event.Complained) event(services, "baton.events.feedback", byHttp, "email.complained");
      assertThat(complained.about().recipient()).isEqualTo("ada@reader.test");
      awaitSuppressed(services, key, "ada@reader.test");

      String refused = send(services, key, "ada@reader.test");
      Event.Suppressed suppressed =
          (Event.Suppressed)
              event(services, "baton.events.submission", refused, "email.suppressed");
      assertThat(suppressed.reason()).isEqualTo("complaint");
      delivered(services, send(services, key, "bob@reader.test"));
      assertThat(services.peer.messages())
          .extracting(message -> message.recipients().getFirst())
          .containsExactlyInAnyOrder("ada@reader.test", "bob@reader.test", "bob@reader.test");
      awaitTimeline(services, key, byHttp);

      // 143: ended by SIGTERM, as asked.
      assertThat(services.stop()).allSatisfy((name, status) -> assertThat(status).isIn(0, 143));
      assertThat(services.said()).doesNotContain("ERROR", "\tat ");
    }
  }

  private static String account(Services services) throws Exception {
    String wanted = Json.write(Map.of("id", "shop", "name", "The shop"));
    assertThat(services.post("/v1/accounts", "no-admin-key", wanted).statusCode()).isEqualTo(401);
    HttpResponse<String> created = services.post("/v1/accounts", Services.ADMIN_KEY, wanted);
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return JSON.readTree(created.body()).get("api_key").asText();
  }

  private static void verifiedDomain(Services services, String key) throws Exception {
    HttpResponse<String> created =
        services.post("/v1/domains", key, Json.write(Map.of("name", "shop.test")));
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    assertThat(services.post("/v1/emails", key, email("x@reader.test")).statusCode())
        .as("before the domain is verified")
        .isEqualTo(403);
    JsonNode unpublished =
        JSON.readTree(services.post("/v1/domains/shop.test/verify", key, "").body());
    assertThat(unpublished.get("verified").asBoolean()).isFalse();
    for (JsonNode record : JSON.readTree(created.body()).get("records")) {
      if (record.get("type").asText().equals("TXT")) {
        services.dns.txt(record.get("name").asText(), record.get("value").asText());
      }
    }
    JsonNode published =
        JSON.readTree(services.post("/v1/domains/shop.test/verify", key, "").body());
    assertThat(published.get("verified").asBoolean()).as(published.toString()).isTrue();
  }

  private static String email(String recipient) {
    return Json.write(
        Map.of(
            "from",
            "Shop <news@shop.test>",
            "to",
            List.of(recipient),
            "subject",
            "Hi",
            "html",
            "<p>Hello <a href=\"https://example.com/x\">there</a></p>"));
  }

  private static String send(Services services, String key, String recipient) throws Exception {
    HttpResponse<String> answer = services.post("/v1/emails", key, email(recipient));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return matched(answer.body(), "\"id\":\"([^\"]+)\"");
  }

  private static String submit(Services services, String key, String recipient) throws Exception {
    try (SmtpTalk talk = SmtpTalk.loggedIn(services.smtpPort, key)) {
      String reply =
          talk.submit(
              "news@shop.test",
              recipient,
              "From: news@shop.test\r\nTo: " + recipient + "\r\nSubject: Hi\r\n\r\nHello");
      return matched(reply, "^250 2.0.0 accepted as (\\S+)");
    }
  }

  private static void click(Services services, ReceivedMessage mail) throws Exception {
    String html = mail.text().replaceAll("=\r\n", "").replace("=3D", "=");
    String link = matched(html, "href=\"([^\"]+/t/c/[^\"]+)\"");
    assertThat(link).startsWith(services.url("tracking") + "/");
    HttpResponse<String> answer = services.get(link, "none");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).contains("https://example.com/x");
  }

  private static void awaitSuppressed(Services services, String key, String recipient) {
    await()
        .atMost(Relay.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        services.get(services.url("submission") + "/v1/suppressions", key).body())
                    .contains(recipient));
  }

  private static void awaitTimeline(Services services, String key, String id) {
    await()
        .atMost(Relay.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        services.get(services.url("submission") + "/v1/emails/" + id, key).body())
                    .contains(
                        "\"status\":\"delivered\"",
                        "email.accepted",
                        "email.delivered",
                        "email.clicked",
                        "email.complained"));
  }

  private static Event.Delivered delivered(Services services, String id) {
    return (Event.Delivered) event(services, "baton.events.delivery", id, "email.delivered");
  }

  private static Event event(Services services, String topic, String id, String type) {
    return Relay.events(
            services.kafka,
            topic,
            id,
            events -> events.stream().anyMatch(e -> e.type().equals(type)))
        .stream()
        .filter(event -> event.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String matched(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }
}
