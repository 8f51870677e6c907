package baton.submission.erasure;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.command.Command;
import baton.submission.EventPublisher;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.Suppressions;
import baton.submission.domains.Domains;
import baton.submission.history.RecipientHistory;
import baton.submission.http.Tenant;
import baton.submission.idempotency.AnsweredRecipients;
import baton.submission.outbox.Cancellation;
import baton.submission.outbox.Outbox;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person is forgotten, and does not come back by what is heard of later. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class ErasureTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;
  @Inject RecipientHistory history;
  @Inject AnsweredRecipients answers;
  @Inject Suppressions suppressions;
  @Inject Outbox outbox;

  @Inject
  @DataSource("submission")
  AgroalDataSource database;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private EventPublisher publisher;
  private Tenant tenant;
  private Stored stored;

  @BeforeEach
  void start() {
    publisher = new EventPublisher(kafka);
    tenant = Tenant.create(domains);
    stored = new Stored(database, tenant.account());
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  @Test
  void allThatHistoryHoldsOfOneRecipientGoesAndNothingElse() {
    UUID first = send("Ada@example.org");
    UUID second = send("ada@example.org");
    UUID other = send("grace@example.org");
    publisher.publish(events(first).delivered(), events(first).opened("Ada's browser"));
    stored.awaitEvents(5);

    erase("ADA@Example.org")
        .statusCode(202)
        .body("messages", equalTo(2))
        .body("events", equalTo(4))
        .body("cancelled", equalTo(1))
        .body("suppressed", nullValue());

    assertThat(stored.naming("ada@")).isEmpty();
    assertThat(found()).containsExactly(other.toString());
    assertThat(found("tag", "greeting")).containsExactly(other.toString());
    assertThat(found("recipient", "ada@example.org")).isEmpty();
    for (UUID gone : List.of(first, second)) {
      tenant.asking().get("/v1/emails/" + gone).then().statusCode(404);
    }
    tenant.asking().get("/v1/emails/" + other).then().statusCode(200);
    erase("ada@example.org")
        .statusCode(202)
        .body("messages", equalTo(0))
        .body("events", equalTo(0))
        .body("cancelled", equalTo(0));
  }

  @Test
  void whatIsHeardLaterDoesNotBringTheAddressBackAndIsCountedOnce() {
    UUID id = send("ada@example.org");
    stored.awaitEvents(1);
    erase("ada@example.org").statusCode(202);

    EventsOf late = events(id);
    EventsOf nameless = new EventsOf(id, tenant.account(), null);
    publisher.publish(
        late.accepted(), late.deferred(), late.delivered(), late.opened("x"), late.complained());
    publisher.publish(late.delivered(), late.complained());
    // Behind these in their partitions.
    publisher.publish(late.bounced(false), nameless.bouncedLater(false));
    stored.awaitErased(id, 7);

    assertThat(stored.naming("ada@")).isEmpty();
    assertThat(stored.rows("select id from submission.message_event where account = ?")).isEmpty();
    tenant.asking().get("/v1/emails/" + id).then().statusCode(404);
    given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .get("/v1/accounts/" + tenant.account() + "/standing")
        .then()
        .body("delivered", equalTo(1))
        .body("complaints", equalTo(1));
  }

  @Test
  void aMessageThatHistoryHadNotHeardOfIsForgottenWhenItDoes() {
    UUID id = MessageId.next();
    UUID unknown = MessageId.next();
    EventsOf nameless = new EventsOf(id, tenant.account(), null);
    publisher.publish(nameless.bouncedLater(false), nameless.deferred());
    stored.awaitEvents(2);
    erase("ada@example.org").statusCode(202).body("messages", equalTo(0));

    publisher.publish(events(id).accepted(), events(unknown).accepted());
    publisher.publish(events(id).opened("x"), events(unknown).delivered());
    stored.awaitErased(id, 4);
    stored.awaitErased(unknown, 2);

    assertThat(stored.naming("ada@")).isEmpty();
    assertThat(stored.rows("select id from submission.message_event where account = ?")).isEmpty();
    assertThat(stored.rows("select message_id from submission.message where account = ?"))
        .isEmpty();
  }

  @Test
  void mailThatComesAfterwardsIsMailLikeAnyOther() {
    send("ada@example.org");
    stored.awaitEvents(1);
    erase("ada@example.org").statusCode(202);

    UUID next = send("ada@example.org");

    stored.awaitEvents(1);
    assertThat(found("recipient", "ada@example.org")).containsExactly(next.toString());
    tenant.asking().get("/v1/emails/" + next).then().statusCode(200);
  }

  @Test
  void whoeverWantsNoMailGoesOnGettingNone() {
    UUID id = send("ada@example.org");
    stored.awaitEvents(1);
    suppress("bob@example.org");

    erase("bob@example.org").statusCode(202).body("suppressed", equalTo("manual"));
    erase("ada@example.org").statusCode(202).body("suppressed", nullValue());
    publisher.publish(events(id).unsubscribed());

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> erase("ada@example.org").body("suppressed", equalTo("unsubscribe")));
    expectStatus(send("ada@example.org"), "suppressed");
    expectStatus(send("bob@example.org"), "suppressed");
    tenant.asking().delete("/v1/suppressions/ada@example.org").then().statusCode(204);
    expectStatus(send("ada@example.org"), "accepted");
  }

  @Test
  void mailThatIsStillQueuedIsCancelled() {
    UUID queued = send("ada@example.org");
    UUID delivered = send("ada@example.org");
    UUID other = send("grace@example.org");
    publisher.publish(events(delivered).delivered());
    stored.awaitEvents(4);

    erase("ada@example.org").body("cancelled", equalTo(1));

    assertThat(cancelled()).contains(queued).doesNotContain(delivered, other);
  }

  /** It comes into history after what is queued was asked for, and before that is forgotten. */
  @Test
  void mailThatHistoryHearsOfWhileItErasesIsCancelled() {
    UUID unheard = MessageId.next();
    UUID queued = send("ada@example.org");
    stored.awaitEvents(1);
    AtomicBoolean heard = new AtomicBoolean();
    Outbox late =
        (records, deadline) ->
            Uni.createFrom()
                .item(() -> heard.getAndSet(true))
                .invoke(
                    done -> {
                      if (!done) {
                        publisher.publish(events(unheard).accepted());
                        stored.awaitEvents(2);
                      }
                    })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(() -> outbox.publish(records, deadline));

    Erased erased =
        new Erasure(history, answers, new Cancellation(late, InstantSource.system()), suppressions)
            .erase(tenant.account(), "ada@example.org")
            .await()
            .atMost(PATIENCE);

    assertThat(erased).returns(2L, Erased::messages).returns(2, Erased::cancelled);
    assertThat(cancelled()).contains(queued, unheard).doesNotHaveDuplicates();
  }

  @Test
  void mailThatHistoryHearsOfWhenItIsErasedIsCancelled() {
    UUID unheard = MessageId.next();
    erase("ada@example.org").body("cancelled", equalTo(0));
    UUID later = send("ada@example.org");

    publisher.publish(events(unheard).accepted());

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(cancelled()).contains(unheard));
    assertThat(cancelled()).doesNotContain(later);
  }

  /** Nobody can say where delivery has it. */
  @Test
  void anErasedMessageOfWhichNoMailboxIsToldHoldsUpNobody() {
    UUID strange = MessageId.next();
    publisher.publish(events(strange).delivered());
    stored.awaitEvents(1);
    history
        .erase(
            tenant.account(),
            "no mailbox",
            Instant.now().plusSeconds(1),
            _ -> Uni.createFrom().voidItem())
        .await()
        .atMost(PATIENCE);

    publisher.publish(new EventsOf(strange, tenant.account(), "no mailbox").accepted());
    stored.awaitErased(strange, 2);

    UUID next = send("ada@example.org");
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(found()).containsExactly(next.toString()));
  }

  @Test
  void anAnswerThatIsRepeatedDoesNotNameTheRecipientAnyMore() {
    String key = UUID.randomUUID().toString();
    String first = keyed(key).extract().path("emails[1].id");

    erase("ada@example.org").statusCode(202);

    keyed(key)
        .body("emails[0].to", equalTo("grace@example.org"))
        .body("emails[1].to", equalTo("erased@erased.invalid"))
        .body("emails[1].id", equalTo(first));
    assertThat(stored.rows("select recipients::text from submission.idempotency where account = ?"))
        .singleElement()
        .asString()
        .doesNotContainIgnoringCase("ada");
  }

  @Test
  void oneAccountErasesNothingOfAnothers() {
    UUID id = send("ada@example.org");
    stored.awaitEvents(1);

    Tenant.create(domains)
        .asking()
        .delete("/v1/recipients/ada@example.org")
        .then()
        .statusCode(202)
        .body("messages", equalTo(0));

    tenant.asking().get("/v1/emails/" + id).then().statusCode(200);
    assertThat(found("recipient", "ada@example.org")).containsExactly(id.toString());
  }

  private UUID send(String to) {
    return UUID.fromString(tenant.send(to));
  }

  private List<UUID> cancelled() {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll(Topic.COMMANDS.name()).stream()
          .map(entry -> Command.read(entry.value()))
          .filter(command -> command.account().equals(tenant.account()))
          .map(Command::messageId)
          .toList();
    }
  }

  private EventsOf events(UUID id) {
    return new EventsOf(id, tenant.account(), "ada@example.org");
  }

  private ValidatableResponse erase(String address) {
    return tenant.asking().delete("/v1/recipients/{address}", address).then();
  }

  private ValidatableResponse keyed(String key) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", key)
        .body(
            """
            {"from": "news@%s", "to": ["grace@example.org", "Ada@example.org"], "text": "x"}
            """
                .formatted(tenant.domain()))
        .post("/v1/emails")
        .then()
        .statusCode(202);
  }

  private void suppress(String address) {
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"%s\"}".formatted(address))
        .post("/v1/suppressions")
        .then()
        .statusCode(201);
  }

  private void expectStatus(UUID id, String status) {
    tenant.asking().get("/v1/emails/" + id).then().statusCode(200).body("status", equalTo(status));
  }

  private List<String> found(String... conditions) {
    var request = tenant.asking();
    for (int i = 0; i < conditions.length; i += 2) {
      request = request.queryParam(conditions[i], conditions[i + 1]);
    }
    return request.get("/v1/emails").then().extract().jsonPath().getList("emails.id", String.class);
  }
}
