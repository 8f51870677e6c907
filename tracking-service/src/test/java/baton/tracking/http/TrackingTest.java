package baton.tracking.http;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.event.Json;
import baton.contracts.token.Token;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.tracking.RunningTracking;
import baton.tracking.RunningTracking.Sent;
import baton.tracking.TrackingTopic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = @ResourceArg(name = "backends", value = "kafka"))
class TrackingTest {

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private final Sent sent = Sent.toAda();
  private RunningTracking tracking;

  @BeforeEach
  void open() {
    TrackingTopic.create(kafka);
    tracking = new RunningTracking(root);
  }

  @Test
  void thePixelIsTransparentNeverStoredAndLeavesAnEvent() throws Exception {
    HttpResponse<byte[]> pixel =
        tracking
            .client()
            .send(
                tracking.request("/t/o/" + sent.tokens().seal(Token.Kind.OPEN)).build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(pixel.statusCode()).isEqualTo(200);
    assertThat(pixel.headers().firstValue("content-type")).contains("image/gif");
    assertNeverStored(pixel);
    var image = ImageIO.read(new ByteArrayInputStream(pixel.body()));
    assertThat(image.getWidth()).isEqualTo(1);
    assertThat(image.getHeight()).isEqualTo(1);
    assertThat(image.getRGB(0, 0) >>> 24).as("opacity").isZero();

    KafkaProbe.Entry event = TrackingTopic.eventsOf(sent.id(), 1, kafka).getFirst();
    Map<?, ?> data = Json.read(event.text(), Map.class);
    assertThat(data.get("message_id")).isEqualTo(sent.id().toString());
    assertThat(data.get("account")).isEqualTo("demo");
    assertThat(data.get("recipient")).isEqualTo("ada@example.org");
    assertThat(data.get("agent")).isEqualTo("person");
    assertThat(data.get("address")).isEqualTo("127.0.0.1");
    assertThat((String) data.get("user_agent")).endsWith("Thunderbird/128.3.1");
    assertThat(event.headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_type", "email.opened")
        .containsEntry("ce_id", sent.id() + "." + data.get("hit_id") + ".opened")
        .containsEntry("ce_subject", "ada@example.org")
        .containsEntry("ce_source", "baton/tracking")
        .containsEntry("content-type", "application/json")
        .containsEntry("ce_time", (String) data.get("time"))
        .containsKey("ce_dataschema");
  }

  @Test
  void aClickIsSentOnAndLeavesAnEvent() {
    String token = sent.tokens().sealLink(7, "https://example.com/a?b=c&d=%C3%BC#e");
    HttpResponse<String> answer = tracking.get("/t/c/" + token);

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location"))
        .contains("https://example.com/a?b=c&d=%C3%BC#e");
    assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
    assertNeverStored(answer);

    KafkaProbe.Entry event = TrackingTopic.eventsOf(sent.id(), 1, kafka).getFirst();
    assertThat(event.header("ce_type")).isEqualTo("email.clicked");
    Map<?, ?> data = Json.read(event.text(), Map.class);
    assertThat(data.get("link")).isEqualTo(7);
    assertThat(data.get("url")).isEqualTo("https://example.com/a?b=c&d=%C3%BC#e");
  }

  @Test
  void whatComesWithTheLinkOnItsWayDoesNotChangeWhereItLeads() {
    String token = sent.tokens().sealLink(1, "https://example.com/");

    assertThat(tracking.get("/t/c/" + token + "?url=https://evil.example/").headers().map())
        .containsEntry("location", List.of("https://example.com/"));
  }

  @Test
  void headersAloneAreAnsweredAsEverAndAreNotAPersons() {
    HttpResponse<String> pixel =
        tracking.send(
            tracking
                .request("/t/o/" + sent.tokens().seal(Token.Kind.OPEN))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> click =
        tracking.send(
            tracking
                .request("/t/c/" + sent.tokens().sealLink(1, "https://example.com/"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> page =
        tracking.send(
            tracking
                .request("/t/u/" + sent.tokens().seal(Token.Kind.UNSUBSCRIBE))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(pixel.statusCode()).isEqualTo(200);
    assertThat(pixel.headers().firstValue("content-length")).contains("42");
    assertThat(click.statusCode()).isEqualTo(302);
    assertThat(click.headers().firstValue("location")).contains("https://example.com/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(TrackingTopic.eventsOf(sent.id(), 2, kafka))
        .extracting(event -> Json.read(event.text(), Map.class).get("agent"))
        .containsExactly("scanner", "scanner");
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Purpose, prefetch;prerender",
    "Sec-Purpose, prefetch",
    "Purpose, prefetch",
    "X-Purpose, preview",
    "X-Moz, prefetch"
  })
  void aBrowserThatPrefetchesSaysSo(String header, String value) {
    String token = sent.tokens().sealLink(1, "https://example.com/");
    tracking.send(tracking.request("/t/c/" + token).header(header, value));

    assertThat(TrackingTopic.eventsOf(sent.id(), 1, kafka).getFirst().text())
        .contains("\"agent\":\"prefetch\"");
  }

  @Test
  void thePageAsksAndUnsubscribesNoOne() {
    long shown = tracking.hits("unsubscribe", "shown");
    HttpResponse<String> page = tracking.get("/t/u/" + token());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertNeverStored(page);
    assertThat(page.body())
        .contains("<html lang=\"en\">", "ada@example.org")
        .doesNotContain("<script", "http://", "https://");
    assertThat(page.body().split("<form method=\"post\">")).hasSize(2);
    assertThat(page.body().split("<button")).hasSize(2);
    assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
        .contains("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'");
    assertThat(tracking.hits("unsubscribe", "shown")).isEqualTo(shown + 1);

    // What is published next is the first there is of this message.
    tracking.unsubscribe(token());
    assertThat(TrackingTopic.eventsOf(sent.id(), 1, kafka)).hasSize(1);
  }

  @Test
  void whatARecipientIsCalledIsNotMarkup() {
    Sent odd = Sent.to("<b>\"&'@example.org");

    assertThat(tracking.get("/t/u/" + odd.tokens().seal(Token.Kind.UNSUBSCRIBE)).body())
        .contains("&lt;b&gt;")
        .doesNotContain("<b>");
  }

  @Test
  void oneClickIsAnsweredWhenItIsOnTheTopic() {
    HttpResponse<String> answer = tracking.unsubscribe(token());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("location")).isEmpty();
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
    assertThat(answer.body()).contains("You are unsubscribed", "ada@example.org");
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      assertThat(probe.readAll("baton.events.tracking"))
          .filteredOn(event -> sent.id().toString().equals(event.key()))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.header("ce_type")).isEqualTo("email.unsubscribed");
                assertThat(event.text()).contains("\"recipient\":\"ada@example.org\"");
              });
    }
  }

  @Test
  void oneClickComesAsMultipartToo() {
    String body =
        """
        --b\r
        Content-Disposition: form-data; name="List-Unsubscribe"\r
        \r
        One-Click\r
        --b--\r
        """;

    assertThat(tracking.post(token(), "multipart/form-data; boundary=b", body).statusCode())
        .isEqualTo(200);
    assertThat(TrackingTopic.eventsOf(sent.id(), 1, kafka)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/x-www-form-urlencoded | ''
          application/x-www-form-urlencoded | List-Unsubscribe=Later
          application/x-www-form-urlencoded | %zz=%
          application/json                  | {"List-Unsubscribe":"One-Click"}
          multipart/form-data; boundary=b   | --c
          multipart/form-data               | x
          """)
  void aPostThatDoesNotSaySoUnsubscribesNoOne(String contentType, String body) {
    assertThat(tracking.post(token(), contentType, body).statusCode()).isEqualTo(400);

    tracking.unsubscribe(token());
    assertThat(TrackingTopic.eventsOf(sent.id(), 1, kafka)).hasSize(1);
  }

  @Test
  void everyHitIsInTheMetricsAndNoTokenIs() {
    String token = sent.tokens().seal(Token.Kind.OPEN);
    long recorded = tracking.hits("open", "recorded");
    tracking.get("/t/o/" + token);
    tracking.unsubscribe(token());
    TrackingTopic.eventsOf(sent.id(), 2, kafka);

    assertThat(tracking.hits("open", "recorded")).isEqualTo(recorded + 1);
    assertThat(tracking.get("/q/metrics").body())
        .contains("baton_events_published_total{type=\"email.opened\"}")
        .contains("baton_events_published_total{type=\"email.unsubscribed\"}")
        .contains("uri=\"/t/o/{token}\"")
        .doesNotContain(token)
        .doesNotContain(token());
  }

  @Test
  void itIsReady() {
    HttpResponse<String> ready = tracking.get("/q/health/ready");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("\"tracking\"");
  }

  private String token() {
    return sent.tokens().seal(Token.Kind.UNSUBSCRIBE);
  }

  private static void assertNeverStored(HttpResponse<?> answer) {
    assertThat(answer.headers().firstValue("cache-control").orElseThrow()).contains("no-store");
  }
}
