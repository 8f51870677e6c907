package baton.submission.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.suppression.Suppression;
import baton.submission.EventPublisher;
import baton.submission.EventsOf;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class FeedbackEventsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;
  @Inject SuppressionList list;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private EventPublisher publisher;
  private Tenant tenant;

  @BeforeEach
  void start() {
    publisher = new EventPublisher(kafka);
    tenant = Tenant.create(domains);
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  static List<Arguments> causes() {
    return List.of(
        Arguments.of("complaint", (Function<EventsOf, Event>) EventsOf::complained),
        Arguments.of("unsubscribe", (Function<EventsOf, Event>) EventsOf::unsubscribed),
        Arguments.of("hard_bounce", (Function<EventsOf, Event>) events -> events.bounced(true)),
        Arguments.of(
            "hard_bounce", (Function<EventsOf, Event>) events -> events.bouncedLater(true)));
  }

  @ParameterizedTest
  @MethodSource("causes")
  void whoeverComplainsBouncesOrUnsubscribesGetsNoMoreMail(
      String reason, Function<EventsOf, Event> cause) {
    UUID id = UUID.fromString(tenant.send("Ada@example.org"));
    publisher.publish(cause.apply(new EventsOf(id, tenant.account(), "Ada@example.org")));
    awaitSuppressions(1);
    assertThat(suppressions())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.address()).isEqualTo("ada@example.org");
              assertThat(entry.reason()).isEqualTo(reason);
              assertThat(entry.messageId()).isEqualTo(id);
            });
    tenant
        .asking()
        .get("/v1/emails/" + tenant.send("ada@example.org"))
        .then()
        .body("status", equalTo("suppressed"));
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      String key = tenant.account() + "/ada@example.org";
      probe.read(
          Topic.SUPPRESSIONS.name(),
          PATIENCE,
          records -> records.stream().anyMatch(record -> key.equals(record.key())));
    }
  }

  @Test
  void onlyTheRecordedRecipientIsSuppressed() {
    UUID id = UUID.fromString(tenant.send("ada@example.org"));
    publisher.publish(new EventsOf(id, tenant.account(), "victim@example.org").complained());
    awaitSuppressions(1);
    assertThat(suppressions()).singleElement().returns("ada@example.org", Suppression::address);
  }

  @Test
  void whatIsNoReasonSuppressesNobody() {
    UUID id = UUID.fromString(tenant.send("ada@example.org"));
    EventsOf ada = new EventsOf(id, tenant.account(), "ada@example.org");
    publisher.publish(ada.bounced(false), ada.bouncedLater(false), ada.opened("x"));
    EventsOf neverAccepted = new EventsOf(MessageId.next(), tenant.account(), "nobody@example.org");
    publisher.publish(neverAccepted.complained());
    // Not an event at all, and what follows it is heeded all the same.
    publisher.publish(
        new TopicRecord(
            Topic.EVENTS_FEEDBACK,
            id.toString(),
            Map.of("ce_type", "email.complained"),
            new byte[] {'{'}));
    UUID last = UUID.fromString(tenant.send("grace@example.org"));
    for (int i = 0; i < 8; i++) {
      publisher.publish(new EventsOf(last, tenant.account(), "grace@example.org").complained());
    }
    awaitSuppressions(1);
    assertThat(suppressions()).singleElement().returns("grace@example.org", Suppression::address);
  }

  @Test
  void aWishCountsAfterHistoryHasForgottenTheMessageAndABounceDoesNot() {
    EventsOf forgotten =
        new EventsOf(
            acceptedOn(Instant.now().minus(Duration.ofDays(100))),
            tenant.account(),
            "Ada@example.org");
    EventsOf bouncing = new EventsOf(forgotten.messageId(), tenant.account(), "bob@example.org");
    publisher.publish(bouncing.bouncedLater(true), forgotten.complained());
    awaitSuppressions(1);
    assertThat(suppressions())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.address()).isEqualTo("ada@example.org");
              assertThat(entry.reason()).isEqualTo("complaint");
              assertThat(entry.messageId()).isNull();
            });
  }

  private static UUID acceptedOn(Instant time) {
    return new UUID(time.toEpochMilli() << 16 | 0x7000, MessageId.next().getLeastSignificantBits());
  }

  @Test
  void whatTheSandboxPlaysSuppressesNobody() {
    UUID id = UUID.fromString(tenant.send("complained@sandbox.baton.test"));
    EventsOf sandboxed = new EventsOf(id, tenant.account(), "complained@sandbox.baton.test");
    UUID last = UUID.fromString(tenant.send("grace@example.org"));

    publisher.publish(
        sandboxed.complained(),
        sandboxed.bouncedLater(true),
        new EventsOf(last, tenant.account(), "grace@example.org").complained());

    awaitSuppressions(1);
    assertThat(suppressions()).singleElement().returns("grace@example.org", Suppression::address);
  }

  private void awaitSuppressions(int count) {
    await().atMost(PATIENCE).until(() -> suppressions().size() >= count);
  }

  private List<Suppression> suppressions() {
    return list.list(tenant.account(), 10).await().atMost(PATIENCE);
  }
}
