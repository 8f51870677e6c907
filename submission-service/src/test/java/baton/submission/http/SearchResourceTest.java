package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import baton.contracts.MessageId;
import baton.submission.EventPublisher;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SearchResourceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void everyConditionFindsItsMessages() {
    String ada = send("Ada@example.org", "Your order 1", "orders", "\"big\"");
    String grace = send("grace@example.org", "YOUR ÖRDER 2", "orders", "\"small\"");
    String news = send("ada@example.org", "News_%", "news", "\"big\"");
    awaitCount(3);
    try (EventPublisher publisher = new EventPublisher(kafka)) {
      publisher.publish(
          events(ada).deferred(), events(ada).delivered(), events(grace).bounced(true));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ids("status", "bounced")).containsExactly(grace));

    assertThat(ids()).containsExactly(news, grace, ada);
    assertThat(ids("recipient", "ADA@example.org")).containsExactly(news, ada);
    assertThat(ids("recipient", "nobody@example.org")).isEmpty();
    assertThat(ids("tag", "orders")).containsExactly(grace, ada);
    assertThat(ids("tag", "big")).containsExactly(news, ada);
    assertThat(ids("tag", "big", "recipient", "ada@example.org", "subject", "n"))
        .containsExactly(news);
    assertThat(ids("subject", "your")).containsExactly(grace, ada);
    assertThat(ids("subject", "Your ö")).containsExactly(grace);
    assertThat(ids("subject", "News_")).containsExactly(news);
    assertThat(ids("subject", "%")).isEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ids("status", "delivered")).containsExactly(ada));
    assertThat(ids("status", "accepted")).containsExactly(news);
    assertThat(ids("status", "delivered", "tag", "news")).isEmpty();
    tenant
        .asking()
        .queryParam("status", "bounced")
        .get("/v1/emails")
        .then()
        .body("emails[0].to", equalTo("grace@example.org"))
        .body("emails[0].from", equalTo("news@" + tenant.domain()))
        .body("emails[0].subject", equalTo("YOUR ÖRDER 2"))
        .body("emails[0].tags", equalTo(List.of("orders", "small")));
  }

  @Test
  void aTimeIsAskedForToTheMillisecond() {
    String id = send("ada@example.org", "Hello", "a", "\"b\"");
    awaitCount(1);
    Instant accepted = MessageId.time(UUID.fromString(id));

    assertThat(ids("since", accepted.toString())).containsExactly(id);
    assertThat(ids("since", accepted.plusMillis(1).toString())).isEmpty();
    assertThat(ids("until", accepted.toString())).isEmpty();
    assertThat(ids("until", accepted.plusMillis(1).toString(), "tag", "a")).containsExactly(id);
  }

  @Test
  void pagesLeadThroughAllMessagesOnce() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      sent.addFirst(send("ada" + i + "@example.org", "Hello", "a", "\"b\""));
    }
    awaitCount(7);
    for (String condition : List.of("subject", "tag", "status")) {
      String value =
          condition.equals("subject") ? "hell" : condition.equals("tag") ? "a" : "accepted";
      List<String> found = new ArrayList<>();
      String cursor = null;
      int pages = 0;
      do {
        RequestSpecification request =
            tenant.asking().queryParam("limit", 3).queryParam(condition, value);
        JsonPath page =
            (cursor == null ? request : request.queryParam("cursor", cursor))
                .get("/v1/emails")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        found.addAll(page.getList("emails.id", String.class));
        cursor = page.getString("next_cursor");
        pages++;
      } while (cursor != null);
      assertThat(found).isEqualTo(sent);
      assertThat(pages).isEqualTo(3);
    }
  }

  @Test
  void anEventThatComesBeforeTheAcceptanceCounts() {
    UUID id = MessageId.next();
    EventsOf events = new EventsOf(id, tenant.account(), "ada@example.org");
    try (EventPublisher publisher = new EventPublisher(kafka)) {
      publisher.publish(events.delivered(), events.bouncedLater(true));
      assertThat(ids()).isEmpty();
      publisher.publish(events.accepted(), events.deferred());
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(ids("status", "bounced")).containsExactly(id.toString()));
    assertThat(ids("subject", "a subject")).hasSize(1);
  }

  @Test
  void oneAccountFindsNothingOfAnothers() {
    send("ada@example.org", "Hello", "a", "\"b\"");
    awaitCount(1);
    tenant = Tenant.create(domains);
    assertThat(ids("recipient", "ada@example.org")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "status, lost",
    "since, yesterday",
    "until, 2026-11-21",
    "since, +999999999-01-01T00:00:00Z",
    "limit, 0",
    "limit, 201",
    "limit, many",
    "cursor, x",
    "cursor, AAAA",
    "subject, ''",
    "recipients, ada@example.org"
  })
  void whatMakesNoSenseIsNamed(String name, String value) {
    tenant
        .asking()
        .queryParam(name, value)
        .get("/v1/emails")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(name));
  }

  @Test
  void nulIsNoCondition() {
    tenant.asking().queryParam("tag", "a\0").get("/v1/emails").then().statusCode(422);
  }

  private EventsOf events(String id) {
    return new EventsOf(UUID.fromString(id), tenant.account(), "ada@example.org");
  }

  private void awaitCount(int count) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids()).hasSize(count));
  }

  private List<String> ids(String... conditions) {
    RequestSpecification request = tenant.asking();
    for (int i = 0; i < conditions.length; i += 2) {
      request = request.queryParam(conditions[i], conditions[i + 1]);
    }
    return request
        .get("/v1/emails")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath()
        .getList("emails.id", String.class);
  }

  private String send(String to, String subject, String tag, String otherTag) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(
            """
            {"from": "news@%s", "to": "%s", "subject": "%s", "text": "x", "tags": ["%s", %s]}
            """
                .formatted(tenant.domain(), to, subject, tag, otherTag))
        .post("/v1/emails")
        .then()
        .statusCode(202)
        .extract()
        .path("emails[0].id");
  }
}
