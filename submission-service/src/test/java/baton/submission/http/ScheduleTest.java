package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.command.Command;
import baton.contracts.outbound.OutboundMessage;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail for later, mail that is taken back, and mail that goes nowhere. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class ScheduleTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka = "";

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void aMessageIsQueuedWithTheTimesThatItsSenderGave() {
    Instant sendAt = Instant.now().plus(29, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = sendAt.plus(6, ChronoUnit.DAYS);

    OutboundMessage message =
        queued(
            id(post("\"send_at\": \"%s\", \"expires_at\": \"%s\"".formatted(sendAt, expiresAt))));

    assertThat(message.notBefore()).isEqualTo(sendAt);
    assertThat(message.expiresAt()).isEqualTo(expiresAt);
    assertThat(message.pool()).isEqualTo("default");
  }

  @Test
  void aTimeThatHasJustPassedIsNow() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    OutboundMessage message =
        queued(id(post("\"send_at\": \"%s\"".formatted(before.minusSeconds(60)))));

    assertThat(message.notBefore()).isBetween(before, Instant.now());
  }

  @ParameterizedTest
  @CsvSource({
    "send_at, PT721H",
    "send_at, -PT6M",
    "expires_at, PT30S",
    "expires_at, PT169H",
  })
  void aTimeThatMakesNoSenseIsNamed(String field, Duration fromNow) {
    post("\"%s\": \"%s\"".formatted(field, Instant.now().plus(fromNow)))
        .statusCode(422)
        .body("field", equalTo(field));
  }

  @Test
  void aSandboxedMessageIsQueuedForNowhere() {
    assertThat(queued(id(post("\"sandbox\": true"))).pool()).isEqualTo("sandbox");
  }

  @Test
  void cancellingIsACommandBesideTheMessage() {
    String id = id(post("\"send_at\": \"%s\"".formatted(Instant.now().plusSeconds(3600))));

    tenant.asking().delete("/v1/emails/" + id).then().statusCode(202);

    OutboundMessage message = queued(id);
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      List<KafkaProbe.Entry> commands =
          probe.read(
              Topic.COMMANDS.name(),
              PATIENCE,
              entries -> entries.stream().anyMatch(entry -> entry.text().contains(id)));
      KafkaProbe.Entry command =
          commands.stream().filter(entry -> entry.text().contains(id)).findFirst().orElseThrow();
      assertThat(command.key()).isEqualTo(message.lane());
      assertThat(Command.read(command.value()))
          .isInstanceOfSatisfying(
              Command.Cancel.class,
              cancel -> {
                assertThat(cancel.messageId()).hasToString(id);
                assertThat(cancel.account()).isEqualTo(tenant.account());
              });
    }
  }

  @Test
  void onlyTheAccountsOwnMailCanBeCancelled() {
    String id = tenant.send("ada@example.org");
    Tenant stranger = Tenant.create(domains);

    stranger.asking().delete("/v1/emails/" + id).then().statusCode(404);
    tenant.asking().delete("/v1/emails/" + MessageId.next()).then().statusCode(404);
    tenant
        .asking()
        .delete("/v1/emails/nonsense")
        .then()
        .statusCode(404)
        .body("type", containsString("not-found"));
  }

  private ValidatableResponse post(String fields) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(
            "{\"from\": \"news@%s\", \"to\": \"ada@example.org\", \"text\": \"Hi\", %s}"
                .formatted(tenant.domain(), fields))
        .post("/v1/emails")
        .then();
  }

  private static String id(ValidatableResponse response) {
    return response.statusCode(202).extract().path("emails[0].id");
  }

  private OutboundMessage queued(String id) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll(Topic.OUTBOUND.name()).stream()
          .filter(entry -> id.equals(entry.header("ce_id")))
          .map(entry -> OutboundMessage.fromRecord(entry.key(), entry.headers(), entry.value()))
          .findFirst()
          .orElseThrow();
    }
  }
}
