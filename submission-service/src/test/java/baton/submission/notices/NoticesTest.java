package baton.submission.notices;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.notice.Notice;
import baton.contracts.outbound.OutboundMessage;
import baton.submission.EventPublisher;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.Limits;
import baton.submission.admission.NoticeAdmission;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.SendingDomains;
import baton.submission.admission.Suppressions;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.submission.outbox.Forwarding;
import baton.submission.outbox.HandoverMetrics;
import baton.submission.outbox.KafkaOutbox;
import baton.submission.outbox.OutboxSettings;
import baton.submission.prepare.Preparation;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class NoticesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Inject Domains domains;
  @Inject Limits limits;
  @Inject SendingDomains sendingDomains;
  @Inject Suppressions suppressions;
  @Inject Preparation preparation;
  @Inject MeterRegistry metrics;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  /** Nobody else's recipients are at this domain. */
  private final String domain = "r" + UUID.randomUUID() + ".example";

  /** The recipients of notices that were written one after the other. */
  private final List<String> written = new ArrayList<>();

  private EventPublisher writer;
  private Tenant tenant;

  @BeforeEach
  void start() {
    writer = new EventPublisher(kafka);
    tenant = Tenant.create(domains);
  }

  @AfterEach
  void stop() {
    writer.close();
  }

  @Test
  void aNoticeWithTheNullSenderIsSignedAndQueuedUnderIt() {
    write(notice("ada", "", "<p>See <a href=\"https://example.com/\">this</a></p>"));

    OutboundMessage message = queued(1).getFirst();

    assertThat(message.account()).isEqualTo(tenant.account());
    assertThat(message.sender()).isEmpty();
    assertThat(message.mailFrom()).isEmpty();
    assertThat(message.rcptTo()).isEqualTo("ada@" + domain);
    assertThat(message.lane()).isEqualTo(domain);
    assertThat(text(message))
        .contains("DKIM-Signature: v=1; a=rsa-sha256;", "d=" + tenant.domain() + ";")
        .contains("Auto-Submitted: auto-replied\r\n", "X-Baton-Ref: ")
        .contains("<p>See <a href=\"https://example.com/\">this</a></p>")
        .doesNotContain("List-Unsubscribe", "track.baton.test", " with ");
    tenant
        .asking()
        .get("/v1/emails/" + message.id())
        .then()
        .statusCode(200)
        .body("to", equalTo("ada@" + domain))
        .body("status", equalTo("accepted"));
  }

  @Test
  void aNoticeWithASenderHasAReturnPathLikeAnyMail() {
    write(notice("ada", "reports@" + tenant.domain(), "a report"));

    OutboundMessage message = queued(1).getFirst();

    assertThat(message.sender()).isEqualTo("reports@" + tenant.domain());
    assertThat(message.mailFrom()).startsWith("b-").endsWith("@bounces.baton.test");
  }

  @Test
  void fromADomainThatIsNobodysItGoesUnsigned() {
    Notice notice = notice("ada", "", "failed");
    write(with(notice, text(notice).replace(tenant.domain(), "mail.baton.test")));

    assertThat(text(queued(1).getFirst()))
        .contains("From: mailer-daemon@mail.baton.test")
        .doesNotContain("DKIM-Signature");
  }

  @Test
  void aPausedAccountIsToldAllTheSame() {
    given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .contentType(ContentType.JSON)
        .body("{\"reason\": \"unpaid\"}")
        .post("/v1/accounts/" + tenant.account() + "/pause")
        .then()
        .statusCode(200);

    write(notice("ada", "", "failed"));

    assertThat(queued(1)).hasSize(1);
  }

  @Test
  void whoMustNotBeWrittenToIsNot() {
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"gone@" + domain + "\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(201);

    write(notice("gone", "", "failed"));
    write(notice("ada", "", "failed"));

    assertThat(queued(1)).extracting(OutboundMessage::rcptTo).containsExactly("ada@" + domain);
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      probe.read(
          Topic.EVENTS_SUBMISSION.name(),
          PATIENCE,
          entries ->
              entries.stream()
                  .anyMatch(
                      entry ->
                          "email.suppressed".equals(entry.header("ce_type"))
                              && ("gone@" + domain).equals(entry.header("ce_subject"))));
    }
  }

  @Test
  void whatCannotBeReadOrSentIsPassedOver() {
    double before = refused();
    Notice good = notice("ada", "", "failed");
    writer.publish(new TopicRecord(Topic.NOTICES, "k", Map.of(), null));
    writer.publish(new TopicRecord(Topic.NOTICES, "k", Map.of("ce_id", "x"), good.content()));
    write(with(good, "no header"));
    write(with(good, "Subject: nobody's\r\n\r\nhi\r\n"));
    write(with(good, "From: a@b.test\r\n\r\nbare\nline\r\n"));
    write(notice("no one", "", "failed"));
    write(notice("ada", "nonsense", "failed"));

    write(good);

    assertThat(queued(1)).hasSize(1);
    assertThat(refused() - before).isEqualTo(5);
  }

  /**
   * Instances come and go, and the outbox of each fails now and then: before anything is published,
   * or after all of it is.
   */
  @Test
  void eachIsQueuedOnceWhateverFails() {
    AtomicInteger calls = new AtomicInteger();
    try (KafkaOutbox outbox =
        new KafkaOutbox(
            Map.of("bootstrap.servers", kafka),
            OutboxSettings.of("notices-" + domain, Duration.ofSeconds(10)))) {
      Forwarding unreliable =
          (records, consumed) ->
              switch (calls.incrementAndGet() % 3) {
                case 0 -> lost();
                case 1 -> outbox.forward(records, consumed).chain(NoticesTest::lost);
                default -> outbox.forward(records, consumed);
              };
      NoticeIntake first = intake("ab", unreliable);
      first.begin();
      writeUntil(() -> calls.get() >= 4);
      NoticeIntake second = intake("aa", unreliable);
      second.begin();
      first.stop();
      int before = calls.get();
      writeUntil(() -> calls.get() >= before + 4);
      second.stop();
    }
    assertThat(queued(written.size()))
        .extracting(OutboundMessage::rcptTo)
        .containsExactlyInAnyOrderElementsOf(written);
  }

  private void writeUntil(Callable<Boolean> enough) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Notice notice = notice("r" + written.size(), "", "failed");
              written.add(notice.recipient());
              write(notice);
              return enough.call();
            });
  }

  private static Uni<Void> lost() {
    return Uni.createFrom()
        .failure(new RefusedException(Refusal.UNAVAILABLE, "nobody knows what came of it"));
  }

  /**
   * An instance beside the one under test.
   *
   * @param name of the group's members Kafka gives the partition to the one whose name is first
   */
  private NoticeIntake intake(String name, Forwarding outbox) {
    return new NoticeIntake(
        Map.of("bootstrap.servers", kafka, "client.id", name),
        new NoticeAdmission(limits, sendingDomains, suppressions),
        preparation,
        outbox,
        new HandoverMetrics(metrics));
  }

  private Notice notice(String recipient, String sender, String html) {
    String content =
        """
        From: mailer-daemon@%s
        To: %s
        Subject: Undelivered
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: text/html

        %s
        """
            .formatted(tenant.domain(), recipient, html)
            .replace("\n", "\r\n");
    return new Notice(
        UUID.randomUUID().toString(),
        "delivery",
        tenant.account(),
        Instant.now(),
        sender,
        recipient + "@" + domain,
        content.getBytes(StandardCharsets.UTF_8));
  }

  private static Notice with(Notice notice, String content) {
    return new Notice(
        notice.id() + "'",
        notice.writer(),
        notice.account(),
        notice.writtenAt(),
        notice.sender(),
        notice.recipient(),
        content.getBytes(StandardCharsets.UTF_8));
  }

  private void write(Notice notice) {
    writer.publish(notice.toRecord());
  }

  /** Messages to the test's recipients, as soon as there are so many. */
  private List<OutboundMessage> queued(int count) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return mine(
          probe.read(Topic.OUTBOUND.name(), PATIENCE, entries -> mine(entries).size() >= count));
    }
  }

  private List<OutboundMessage> mine(List<KafkaProbe.Entry> entries) {
    return entries.stream()
        .filter(entry -> domain.equals(entry.key()))
        .map(entry -> OutboundMessage.fromRecord(domain, entry.headers(), entry.value()))
        .toList();
  }

  private double refused() {
    return metrics
        .get("baton.submission.messages")
        .tags("protocol", "notice", "outcome", "refused")
        .counter()
        .count();
  }

  private static String text(OutboundMessage message) {
    return new String(message.content(), StandardCharsets.UTF_8);
  }

  private static String text(Notice notice) {
    return new String(notice.content(), StandardCharsets.UTF_8);
  }
}
