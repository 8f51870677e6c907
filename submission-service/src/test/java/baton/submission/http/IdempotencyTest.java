package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import baton.contracts.Topic;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class IdempotencyTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CROWD = 500;

  @Inject Domains domains;

  @Inject
  @ReactiveDataSource("submission")
  Pool pool;

  @TestHTTPResource("/v1/emails")
  URI emails;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka = "";

  private final String key = UUID.randomUUID().toString();

  /** Found again on the topics by this. */
  private final String recipient = UUID.randomUUID() + "@example.org";

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void ofFiveHundredAtTheSameTimeOneIsTakenOver() {
    List<HttpResponse<String>> responses = crowd(CROWD, emails, json("Hello"));

    String answer = onlyAnswer(responses);
    assertThat(taken()).isEqualTo(1);
    assertThat(post(key, "Hello").statusCode(202).extract().asString()).isEqualTo(answer);
  }

  @Test
  void ofFiftyBatchesAtTheSameTimeOneIsTakenOver() {
    String answer = onlyAnswer(crowd(50, emails.resolve("emails/batch"), batch("Hello", 20)));

    assertThat(taken()).isEqualTo(20);
    ValidatableResponse again = batch(key, "Hello", 20);
    assertThat(again.statusCode(202).extract().asString()).isEqualTo(answer);
    again.body("emails.id", hasSize(20)).body("emails.to", everyItem(equalTo(recipient)));
  }

  @Test
  void aBatchKeepsItsKeyUnlessItWasRefused() {
    batch(key, "Hello {{name}}", 2)
        .statusCode(422)
        .body("field", equalTo("recipients[0].variables.name"));
    String ids = batch(key, "Hello", 2).statusCode(202).extract().asString();

    batch(key, "Hello", 3).statusCode(409).body("type", containsString("idempotency-key-reused"));
    post(key, "Hello").statusCode(409);
    assertThat(batch(key, "Hello", 2).statusCode(202).extract().asString()).isEqualTo(ids);
    batch("a key", "Hello", 2).statusCode(422).body("field", equalTo("Idempotency-Key"));
    assertThat(taken()).isEqualTo(2);
  }

  @Test
  void anotherBodyUnderTheKeyIsRefusedAndTheFirstOneStands() {
    String id = id(post(key, "Hello"));

    post(key, "Good bye")
        .statusCode(409)
        .contentType("application/problem+json")
        .body("type", containsString("idempotency-key-reused"))
        .body("field", equalTo("Idempotency-Key"));
    assertThat(id(post(key, "Hello"))).isEqualTo(id);
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void accountsDoNotShareKeys() {
    String id = id(post(key, "Hello"));
    tenant = Tenant.create(domains);

    assertThat(id(post(key, "Hello"))).isNotEqualTo(id);
    assertThat(taken()).isEqualTo(2);
  }

  @Test
  void whatWasRefusedLeavesTheKeyFree() {
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .body(json("Hello").replace(tenant.domain(), "strange.example"))
        .post("/v1/emails")
        .then()
        .statusCode(403);

    post(key, "Hello").statusCode(202);
  }

  @Test
  void aFinishedMessageIsTakenOnceByTheHttpFieldOrByItsOwn() {
    String id = id(raw(key, ""));
    assertThat(id(raw(key, ""))).isEqualTo(id);
    raw(key, "X-Other: 1\r\n").statusCode(409);

    String own = "Idempotency-Key: " + UUID.randomUUID() + "\r\n";
    String other = id(raw(null, own));
    assertThat(id(raw(null, own))).isEqualTo(other).isNotEqualTo(id);
    assertThat(taken()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a key", "kéy", ""})
  void aKeyThatIsNoneIsNamed(String value) {
    post(value, "Hello").statusCode(422).body("field", equalTo("Idempotency-Key"));
    post("x".repeat(256), "Hello").statusCode(422);
    post("x".repeat(255), "Hello").statusCode(202);
  }

  @Test
  void withoutItsTableOnlyMailWithAKeyHasToWait() {
    post(key, "Hello").statusCode(202);
    sql("alter table submission.idempotency rename to away");
    try {
      post(key, "Hello")
          .statusCode(503)
          .header("Retry-After", equalTo("5"))
          .body("type", containsString("unavailable"))
          .body("detail", not(containsString("relation")));
      post(UUID.randomUUID().toString(), "Hello").statusCode(503);
      post(null, "Hello").statusCode(202);
    } finally {
      sql("alter table submission.away rename to idempotency");
    }
    post(key, "Hello").statusCode(202);
    assertThat(taken()).isEqualTo(2);
  }

  /** What so many get who send the same under the test's key at the same time. */
  private List<HttpResponse<String>> crowd(int count, URI where, String body) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(where)
              .version(HttpClient.Version.HTTP_1_1)
              .header("Authorization", "Bearer " + tenant.apiKey())
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", key)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, count)
              .mapToObj(_ -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .toList();
      return all.stream().map(CompletableFuture::join).toList();
    }
  }

  /** The one that all got who were not told that the same was in flight. */
  private static String onlyAnswer(List<HttpResponse<String>> responses) {
    List<String> answers =
        responses.stream().filter(r -> r.statusCode() == 202).map(HttpResponse::body).toList();
    List<HttpResponse<String>> others =
        responses.stream().filter(r -> r.statusCode() != 202).toList();
    assertThat(answers).isNotEmpty().allMatch(answers.getFirst()::equals);
    assertThat(others)
        .allMatch(r -> r.statusCode() == 409)
        .allMatch(r -> r.body().contains("idempotency-key-in-flight"))
        .allMatch(r -> r.headers().firstValue("Retry-After").equals(java.util.Optional.of("1")));
    return answers.getFirst();
  }

  private void sql(String statement) {
    pool.query(statement).execute().await().atMost(PATIENCE);
  }

  private ValidatableResponse post(String idempotencyKey, String text) {
    var request = tenant.asking().contentType(ContentType.JSON).body(json(text));
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return request.post("/v1/emails").then();
  }

  private ValidatableResponse raw(String idempotencyKey, String fields) {
    var request =
        tenant
            .asking()
            .contentType("message/rfc822")
            .queryParam("from", "news@" + tenant.domain())
            .queryParam("to", recipient)
            .body("From: news@%s\r\n%s\r\nHello\r\n".formatted(tenant.domain(), fields));
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    return request.post("/v1/emails/raw").then();
  }

  private ValidatableResponse batch(String idempotencyKey, String text, int count) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", idempotencyKey)
        .body(batch(text, count))
        .post("/v1/emails/batch")
        .then();
  }

  private String batch(String text, int count) {
    String to = "{\"to\": \"%s\"}".formatted(recipient);
    return """
        {"from": "news@%s", "text": "%s", "recipients": [%s]}"""
        .formatted(tenant.domain(), text, String.join(",", Collections.nCopies(count, to)));
  }

  private String json(String text) {
    return """
        {"from": "news@%s", "to": "%s", "subject": "Hi", "text": "%s"}"""
        .formatted(tenant.domain(), recipient, text);
  }

  private static String id(ValidatableResponse response) {
    return response.statusCode(202).extract().path("emails[0].id");
  }

  /** How many messages to the recipient were accepted; as many are queued. */
  private long taken() {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      long queued = count(probe, Topic.OUTBOUND, "email.queued");
      assertThat(count(probe, Topic.EVENTS_SUBMISSION, "email.accepted")).isEqualTo(queued);
      return queued;
    }
  }

  private long count(KafkaProbe probe, Topic topic, String type) {
    return probe.readAll(topic.name()).stream()
        .filter(entry -> recipient.equals(entry.header("ce_subject")))
        .filter(entry -> type.equals(entry.header("ce_type")))
        .count();
  }
}
