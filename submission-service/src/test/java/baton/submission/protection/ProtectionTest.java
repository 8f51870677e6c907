package baton.submission.protection;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.event.Event;
import baton.submission.EventPublisher;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class ProtectionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;
  @Inject Protection protection;

  @Inject
  @DataSource("submission")
  AgroalDataSource database;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private EventPublisher publisher;

  @BeforeEach
  void start() {
    publisher = new EventPublisher(kafka);
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  @Test
  void anAccountWhoseMailBouncesTooMuchIsPausedUntilItIsResumed() {
    Tenant tenant = Tenant.create(domains);
    publish(tenant, 450, EventsOf::delivered);
    publish(tenant, 60, message -> message.bounced(true));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                standing(tenant)
                    .body("status", equalTo("paused"))
                    .body("hard_bounces", equalTo(60)));
    send(tenant)
        .statusCode(403)
        .body("type", containsString("account-paused"))
        .body("detail", containsString(" % hard bounces among "));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(told(tenant, "account.paused")).isOne());

    ask(tenant, "resume", "")
        .statusCode(200)
        .body("status", equalTo("active"))
        .body("delivered", equalTo(0));
    send(tenant).statusCode(202);
    assertThat(told(tenant, "account.resumed")).isOne();
  }

  @Test
  void bouncesThatMayPassCountForNothing() {
    Tenant tenant = Tenant.create(domains);
    publish(tenant, 450, EventsOf::delivered);
    publish(tenant, 60, message -> message.bounced(false));
    publish(tenant, 1, EventsOf::complained);

    await().atMost(PATIENCE).untilAsserted(() -> standing(tenant).body("complaints", equalTo(1)));
    standing(tenant).body("status", equalTo("active")).body("hard_bounces", equalTo(0));
    send(tenant).statusCode(202);
  }

  @Test
  void whatTheSandboxPlaysCountsForNothing() {
    Tenant tenant = Tenant.create(domains);
    publish(tenant, 3, EventsOf::played);
    publish(tenant, 2, EventsOf::complainedInPlay);
    publish(tenant, 1, EventsOf::delivered);

    await().atMost(PATIENCE).untilAsserted(() -> standing(tenant).body("delivered", equalTo(1)));
    standing(tenant).body("hard_bounces", equalTo(0)).body("complaints", equalTo(0));
  }

  @Test
  void aReplayedEventCountsOnce() {
    Tenant tenant = Tenant.create(domains);
    Event complaint =
        new EventsOf(MessageId.next(), tenant.account(), "ada@example.org").complained();
    publisher.publish(complaint, complaint);
    publisher.publish(complaint);
    publish(tenant, 1, EventsOf::delivered);

    await().atMost(PATIENCE).untilAsserted(() -> standing(tenant).body("delivered", equalTo(1)));
    standing(tenant).body("complaints", equalTo(1));
  }

  @Test
  void theAdministratorPausesByHand() {
    Tenant tenant = Tenant.create(domains);
    ask(tenant, "pause", "{\"reason\": \"unpaid\"}")
        .statusCode(200)
        .body("reason", equalTo("unpaid"));
    send(tenant).statusCode(403).body("detail", equalTo("this account is paused: unpaid"));

    ask(tenant, "pause", "{\"reason\": \"another\"}")
        .statusCode(200)
        .body("reason", equalTo("unpaid"));
    ask(tenant, "pause", "{\"reason\": \"two\\nlines\"}")
        .statusCode(422)
        .body("field", equalTo("reason"));
  }

  @Test
  void onlyTheAdministratorAsksAndOnlyForAccountsThatAreThere() {
    Tenant tenant = Tenant.create(domains);
    tenant.asking().get("/v1/accounts/" + tenant.account() + "/standing").then().statusCode(401);
    given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .get("/v1/accounts/nobody/standing")
        .then()
        .statusCode(404);
  }

  @Test
  void whatWasCountedOnDaysThatNoLongerCountIsForgotten() throws SQLException {
    Tenant tenant = Tenant.create(domains);
    publish(tenant, 1, EventsOf::delivered);
    await().atMost(PATIENCE).untilAsserted(() -> standing(tenant).body("delivered", equalTo(1)));
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into submission.account_day values (?, current_date - 9, 1, 1, 1)");
        PreparedStatement days =
            connection.prepareStatement(
                "select count(*) from submission.account_day where account = ?")) {
      insert.setString(1, tenant.account());
      insert.executeUpdate();
      days.setString(1, tenant.account());

      protection.forgetOldDays().await().atMost(PATIENCE);

      try (ResultSet count = days.executeQuery()) {
        count.next();
        assertThat(count.getInt(1)).isOne();
      }
    }
    standing(tenant).body("delivered", equalTo(1));
  }

  private void publish(Tenant tenant, int count, Function<EventsOf, Event> kind) {
    publisher.publish(
        Stream.generate(() -> new EventsOf(MessageId.next(), tenant.account(), "ada@example.org"))
            .limit(count)
            .map(kind)
            .toArray(Event[]::new));
  }

  private static ValidatableResponse standing(Tenant tenant) {
    return given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .get("/v1/accounts/" + tenant.account() + "/standing")
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse ask(Tenant tenant, String what, String body) {
    return given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/accounts/" + tenant.account() + "/" + what)
        .then();
  }

  private static ValidatableResponse send(Tenant tenant) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(
            """
            {"from": "news@%s", "to": "ada@example.org", "subject": "Hi", "text": "Hi"}
            """
                .formatted(tenant.domain()))
        .post("/v1/emails")
        .then();
  }

  private long told(Tenant tenant, String type) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll(Topic.EVENTS_SUBMISSION.name()).stream()
          .filter(entry -> type.equals(entry.header("ce_type")))
          .filter(entry -> tenant.account().equals(entry.header("ce_subject")))
          .count();
    }
  }
}
