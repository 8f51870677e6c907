package baton.submission.outage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.submission.outage.Load.Answer;
import baton.submission.outbox.KafkaOutbox;
import baton.submission.outbox.OutboxSettings;
import baton.submission.smtp.SubmissionServer;
import baton.testkit.KafkaProbe;
import baton.testkit.KafkaProcess;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka goes away and comes back, and nobody lends submission a hand. */
@QuarkusTest
@TestProfile(OnItsOwnKafka.class)
class KafkaOutageTest {

  private static final Duration STOPPED = Duration.ofSeconds(30);

  /** Longer than any transaction may be open. */
  private static final Duration FROZEN = Duration.ofSeconds(20);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> DOORS = List.of("smtp", "http", "key");

  @Inject Domains domains;
  @Inject SubmissionServer server;

  @ConfigProperty(name = "baton.submission.publish-timeout", defaultValue = "10s")
  Duration publishTimeout;

  private KafkaProcess kafka;
  private Tenant tenant;

  @BeforeEach
  void createTenant() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
    tenant = Tenant.create(domains);
  }

  /** Whatever failed: the next test has a Kafka. */
  @AfterEach
  void kafkaIsBack() {
    kafka.ensureRunning();
  }

  @Test
  void whatWasAcceptedAroundAStopOf30SecondsIsOnTheTopicAndMailIsTakenAgain() {
    outlives(kafka::stop, STOPPED, kafka::start);
  }

  @Test
  void whatWasAcceptedAroundAFrozenKafkaIsOnTheTopicAndMailIsTakenAgain() {
    outlives(kafka::freeze, FROZEN, kafka::thaw);
  }

  /** Whoever balances load sends nothing to an instance that is not ready. */
  @Test
  void anInstanceToWhichNothingIsSentGetsReadyAgain() {
    kafka.kill();
    assertThat(send("lost@example.org").statusCode()).isEqualTo(503);
    assertThat(readiness()).isEqualTo(503);

    kafka.start();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));

    assertThat(send("found@example.org").statusCode()).isEqualTo(202);
  }

  @Test
  void whoeverAsksWhileKafkaIsSilentIsAnsweredInTime() {
    kafka.freeze();
    List<Supplier<Response>> questions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      questions.add(() -> tenant.asking().get("/v1/emails/" + MessageId.next()));
    }
    for (int i = 0; i < 5; i++) {
      String address = "a" + i + "@example.org";
      questions.add(() -> send(address));
    }

    assertThat(ask(questions))
        .allSatisfy(
            response -> {
              assertThat(response.statusCode()).as(response.asString()).isEqualTo(503);
              assertThat(response.header("Retry-After")).isNotNull();
            });

    kafka.thaw();
  }

  /** What changes a list waits for PostgreSQL alone; the others are told when Kafka is back. */
  @Test
  void aSuppressionListIsChangedWhileKafkaIsSilent() {
    kafka.freeze();
    assertThat(suppress("ada@example.org").statusCode()).isEqualTo(201);
    assertThat(suppress("eve@example.org").statusCode()).isEqualTo(201);
    tenant.asking().delete("/v1/suppressions/eve@example.org").then().statusCode(204);

    kafka.thaw();
    try (KafkaProbe probe = new KafkaProbe(kafka.bootstrapServers())) {
      String ada = tenant.account() + "/ada@example.org";
      probe.read(
          Topic.SUPPRESSIONS.name(),
          PATIENCE,
          records ->
              records.stream()
                  .anyMatch(record -> ada.equals(record.key()) && record.value().length > 0));
      String eve = tenant.account() + "/eve@example.org";
      assertThat(probe.readAll(Topic.SUPPRESSIONS.name()))
          .filteredOn(record -> eve.equals(record.key()))
          .allSatisfy(record -> assertThat(record.value()).isEmpty());
    }
  }

  /** A producer that has not sent anything yet does not know the topic's partitions. */
  @Test
  void aSilentKafkaIsWaitedForOnceAndNotForEachRecipient() {
    try (KafkaOutbox outbox =
        new KafkaOutbox(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            OutboxSettings.of("baton-submission-fresh", publishTimeout))) {
      await().atMost(PATIENCE).until(outbox::ready);
      kafka.freeze();
      List<TopicRecord> toMany =
          IntStream.range(0, 20)
              .mapToObj(i -> new TopicRecord(Topic.OUTBOUND, "d" + i, Map.of(), new byte[10]))
              .toList();

      RefusedException refused =
          catchThrowableOfType(
              RefusedException.class, () -> outbox.publish(toMany).await().atMost(promised()));

      assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
    }
  }

  private List<Response> ask(List<Supplier<Response>> questions) {
    try (ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor()) {
      return questions.stream()
          .map(
              question ->
                  CompletableFuture.supplyAsync(question, askers)
                      .orTimeout(promised().toMillis(), TimeUnit.MILLISECONDS))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    }
  }

  private void outlives(Runnable goAway, Duration outage, Runnable comeBack) {
    List<Answer> answers;
    long back;
    try (Load load = Load.on(tenant, server.tlsPort(), RestAssured.port)) {
      awaitAccepted(load, System.nanoTime());
      goAway.run();
      CompletableFuture.runAsync(
              comeBack, CompletableFuture.delayedExecutor(outage.toMillis(), TimeUnit.MILLISECONDS))
          .join();
      back = System.nanoTime();
      awaitAccepted(load, back);
      load.close();
      answers = load.answers();
    }
    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(answer.took()).as(answer.said()).isLessThan(promised());
              if (!answer.accepted()) {
                assertThat(answer.said()).satisfies(said -> refusal(answer.door(), said));
              }
            });
    for (String door : DOORS) {
      assertThat(answers)
          .as("refused by " + door + " while Kafka was away")
          .anyMatch(answer -> answer.door().equals(door) && !answer.accepted());
    }
    assertEachOnTheTopics(answers);
  }

  /** Waits until each door has taken ten messages that began after a time. */
  private static void awaitAccepted(Load load, long time) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(DOORS)
                    .allSatisfy(
                        door ->
                            assertThat(load.answers())
                                .filteredOn(answer -> answer.door().equals(door))
                                .filteredOn(Answer::accepted)
                                .filteredOn(answer -> answer.beganAfter(time))
                                .as("accepted by " + door)
                                .hasSizeGreaterThan(10)));
  }

  private static void refusal(String door, String said) {
    switch (door) {
      case "smtp" -> assertThat(said).startsWith("451 4.3.0 ");
      case "http" -> assertThat(said).matches("(?s)503 Retry-After: \\d+ .*");
      default -> assertThat(said).matches("(?s)(503|409) Retry-After: \\d+ .*");
    }
  }

  /** Every accepted message is there once; and nobody's message is there twice. */
  private void assertEachOnTheTopics(List<Answer> answers) {
    try (KafkaProbe probe = new KafkaProbe(kafka.bootstrapServers())) {
      Map<String, List<String>> queued = new HashMap<>();
      for (KafkaProbe.Entry entry : probe.readAll(Topic.OUTBOUND.name())) {
        queued
            .computeIfAbsent(String.valueOf(entry.header("ce_subject")), _ -> new ArrayList<>())
            .add(entry.header("ce_id"));
      }
      assertThat(queued.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
      List<Answer> accepted = answers.stream().filter(Answer::accepted).toList();
      assertThat(accepted)
          .allSatisfy(
              answer -> assertThat(queued.get(answer.recipient())).containsExactly(answer.id()));

      List<String> told =
          probe.readAll(Topic.EVENTS_SUBMISSION.name()).stream()
              .filter(entry -> "email.accepted".equals(entry.header("ce_type")))
              .map(KafkaProbe.Entry::key)
              .toList();
      assertThat(told).doesNotHaveDuplicates();
      assertThat(told).containsAll(accepted.stream().map(Answer::id).toList());
    }
  }

  /** A promise and no speed, so with much to spare. */
  private Duration promised() {
    return publishTimeout.multipliedBy(2);
  }

  private Response send(String recipient) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(
            "{\"from\": \"a@%s\", \"to\": \"%s\", \"text\": \"x\"}"
                .formatted(tenant.domain(), recipient))
        .post("/v1/emails");
  }

  private Response suppress(String address) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"" + address + "\"}")
        .post("/v1/suppressions");
  }

  private static int readiness() {
    return given().get("/q/health/ready").statusCode();
  }
}
