package baton.submission.history;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.submission.EventPublisher;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.testkit.BackendsResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class HistoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject History history;
  @Inject PastEvents table;

  @Inject
  @DataSource("submission")
  AgroalDataSource database;

  @Inject
  @Identifier("default-kafka-broker")
  Map<String, Object> config;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private final UUID id = MessageId.next();
  private final EventsOf events = new EventsOf(id, "hist", "ada@example.org");
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
  void aTimelineHoldsTheEventsOfAllServicesInOrder() {
    publisher.publish(
        events.delivered(), events.deferred(), events.accepted(), events.opened("a browser"));
    awaitTimeline(4);
    MessageHistory message = find().orElseThrow();
    assertThat(message.timeline())
        .extracting(MessageHistory.Entry::type)
        .containsExactly("email.accepted", "email.deferred", "email.delivered", "email.opened");
    assertThat(message.status()).isEqualTo(MessageHistory.Status.DELIVERED);
    assertThat(message.count("email.opened")).isEqualTo(1);
    assertThat(message.timeline().get(2).data().path("reply").asText()).isEqualTo("250 2.0.0 ok");
  }

  @Test
  void aReplayedEventIsToldOnce() {
    publisher.publish(events.accepted(), events.delivered());
    awaitTimeline(2);
    publisher.publish(
        events.accepted(), events.delivered(), events.delivered(), events.bouncedLater(false));
    awaitTimeline(3);
    assertThat(find().orElseThrow().timeline()).hasSize(3);
    assertThat(find().orElseThrow().status()).isEqualTo(MessageHistory.Status.BOUNCED);
  }

  @Test
  void whatIsNoEventTakesNoOtherWithIt() {
    TopicRecord accepted = EventRecord.of(events.accepted());
    publisher.publish(
        new TopicRecord(
            Topic.EVENTS_SUBMISSION, accepted.key(), accepted.headers(), new byte[] {'x'}));
    publisher.publish(
        new TopicRecord(Topic.EVENTS_SUBMISSION, "no id", Map.of(), new byte[] {'{', '}'}));
    publisher.publish(events.accepted(), events.opened("NUL \0, a lone \ud800"));
    awaitTimeline(2);
  }

  @Test
  void anAcceptanceThatIsNotUnderstoodTakesNoOtherWithIt() {
    TopicRecord sound =
        EventRecord.of(new EventsOf(MessageId.next(), "hist", "x@y.test").accepted());
    for (String broken : List.of("{\"account\":\"hist\",\"tags\":7}", "{\"account\":\"hist\"}")) {
      publisher.publish(
          new TopicRecord(
              sound.topic(),
              sound.key(),
              sound.headers(),
              broken.getBytes(StandardCharsets.UTF_8)));
    }
    publisher.publish(events.accepted());
    awaitTimeline(1);
  }

  @Test
  void anEventThatTheDatabaseCannotHoldIsPassedOver() {
    PastEvent good = read(events.accepted());
    PastEvent bad =
        new PastEvent(id, "bad", "hist", "email.opened", good.time(), null, "{\"a\": \"\\ud800\"}");
    table.add(List.of(bad, good, bad)).await().atMost(PATIENCE);
    assertThat(table.of("hist", id).await().atMost(PATIENCE))
        .extracting(PastEvent::id)
        .containsExactly(good.id());
  }

  @Test
  void aMessageThatTheProjectionHasNotReachedIsFoundOnTheTopic() {
    publisher.publish(events.accepted());
    EventTail behind = new EventTail(config, "a projection that has never been anywhere");
    assertThat(behind.of(id, PATIENCE)).singleElement().returns("email.accepted", PastEvent::type);
    assertThat(behind.of(MessageId.next(), PATIENCE)).isEmpty();
    behind.close();
  }

  @Test
  void anotherAccountsMessageIsNotFound() {
    publisher.publish(events.accepted());
    awaitTimeline(1);
    assertThat(history.find("other", id).await().atMost(PATIENCE)).isEmpty();
  }

  @Test
  void whatHistoryHasLetGoOfDoesNotComeBack() {
    UUID old = Days.firstId(Instant.now().minus(Duration.ofDays(92)));
    EventsOf oldEvents = new EventsOf(old, "hist", "ada@example.org");
    publisher.publish(oldEvents.accepted(), oldEvents.delivered());
    publisher.publish(events.accepted(), events.delivered());
    awaitTimeline(2);

    assertThat(table.of("hist", old).await().atMost(PATIENCE)).isEmpty();
    assertThat(history.hasLetGo(old).await().atMost(PATIENCE)).isTrue();
    assertThat(history.hasLetGo(id).await().atMost(PATIENCE)).isFalse();
  }

  @Test
  void theDaysToComeAreMadeAtTheStart() {
    String day = Days.of(Instant.now()).plusDays(2).format(DateTimeFormatter.BASIC_ISO_DATE);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Connection connection = database.getConnection();
                  Statement statement = connection.createStatement()) {
                // Fails where there is no such table.
                statement.execute("select from submission.message_" + day);
                statement.execute("select from submission.message_tag_" + day);
                statement.execute("select from submission.message_event_" + day);
              }
            });
  }

  @Test
  void howFarHistoryIsBehindIsShown() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table submission.message_event in access exclusive mode");
      for (int i = 0; i < 300; i++) {
        publisher.publish(new EventsOf(MessageId.next(), "hist", "ada@example.org").opened("x"));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(metric("records")).isGreaterThanOrEqualTo(300);
                assertThat(metric("seconds")).isPositive();
              });
      connection.rollback();
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              // Of each partition a mark at the end of a transaction may be left.
              assertThat(metric("records")).isLessThan(20);
              assertThat(metric("seconds")).isZero();
            });
  }

  private static double metric(String unit) {
    String name = "baton_submission_history_lag_" + unit + "{group=\"baton-submission-history\"} ";
    return given()
        .get("/q/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  private Optional<MessageHistory> find() {
    return history.find("hist", id).await().atMost(PATIENCE);
  }

  private void awaitTimeline(int count) {
    await()
        .atMost(PATIENCE)
        .until(() -> find().map(message -> message.timeline().size()).orElse(0) >= count);
  }

  private static PastEvent read(Event event) {
    TopicRecord record = EventRecord.of(event);
    return new PastEvent(
        event.messageId(),
        event.id(),
        event.about().account(),
        event.type(),
        event.time().atOffset(ZoneOffset.UTC),
        event.about().recipient(),
        new String(record.value(), StandardCharsets.UTF_8));
  }
}
