package baton.submission.settings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.Topic;
import baton.contracts.setting.Setting;
import baton.submission.EventPublisher;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.domains.DnsRecord;
import baton.submission.domains.Domain;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.submission.outbox.Outbox;
import baton.testkit.BackendsResource;
import baton.testkit.DnsServer;
import baton.testkit.KafkaProbe;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an independent subscriber of {@code baton.settings} sees. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SettingsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What a subscriber is promised of a key that was revoked. */
  private static final Duration PROMISE = Duration.ofSeconds(5);

  @Inject Domains domains;
  @Inject SettingTables tables;
  @Inject SettingsPublisher publisher;
  @Inject Outbox outbox;
  @Inject Vertx vertx;

  @Inject
  @ReactiveDataSource("submission")
  Pool pool;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  DnsServer dns;

  @Test
  void anAccountIsThereWithItsFirstKeyAndItsDomain() {
    Tenant tenant = Tenant.create(domains);

    assertThat(awaited("account/" + tenant.account(), there()))
        .isEqualTo(new Setting.Account(tenant.account(), "A test", null));
    String hash = sha256(tenant.apiKey());
    assertThat(awaited("credential/" + hash, there()))
        .isEqualTo(
            new Setting.Credential(
                hash, tenant.account(), List.of("manage", "read", "send"), List.of(), List.of()));
    assertThat(awaited("domain/" + tenant.domain(), is("verified")))
        .isEqualTo(
            new Setting.Domain(
                tenant.domain(),
                tenant.account(),
                "verified",
                "bounces.baton.test",
                "track.baton.test"));
  }

  @Test
  void aKeyIsToldWithItsLimitsAndGoneWhenItIsRevoked() {
    Tenant tenant = Tenant.create(domains);
    var made =
        tenant
            .asking()
            .contentType(ContentType.JSON)
            .body(
                """
                {"name": "news", "scopes": ["send"], "domains": ["%s"],
                 "networks": ["192.0.2.0/24"]}
                """
                    .formatted(tenant.domain()))
            .post("/v1/credentials")
            .then()
            .statusCode(201)
            .extract();
    String hash = sha256(made.path("api_key"));
    assertThat(awaited("credential/" + hash, there()))
        .isEqualTo(
            new Setting.Credential(
                hash,
                tenant.account(),
                List.of("send"),
                List.of(tenant.domain()),
                List.of("192.0.2.0/24")));

    tenant.asking().delete("/v1/credentials/" + made.path("id")).then().statusCode(204);

    awaited("credential/" + hash, gone(), PROMISE);
  }

  @Test
  void aDomainIsFollowedFromItsFirstDayToItsLast() {
    Tenant tenant = Tenant.create(domains);
    String name = "followed.example";
    String key = "domain/" + name;
    dns.zone(name);
    Domain domain = domains.create(tenant.account(), name).await().atMost(PATIENCE);
    assertThat(awaited(key, is("pending")))
        .returns(tenant.account(), setting -> ((Setting.Domain) setting).account());

    keys(domain).forEach(each -> dns.txt(each.name(), each.value()));
    verify(tenant, name);
    awaited(key, is("verified"));

    keys(domain).forEach(each -> dns.remove(each.name()));
    verify(tenant, name);
    awaited(key, is("failing"));

    sql(
        "update submission.sending_domain set failing_since = failing_since - interval '4 days'"
            + " where name = $1",
        name);
    verify(tenant, name);
    awaited(key, is("failed"));

    sql("delete from submission.sending_domain where name = $1", name);
    awaited(key, gone());
  }

  @Test
  void ofSeveralClaimsToADomainTheOneThatWasShownIsTold() {
    Tenant first = Tenant.create(domains);
    Tenant owner = Tenant.create(domains);
    domains.create(first.account(), "claimed.example").await().atMost(PATIENCE);
    awaited("domain/claimed.example", is("pending"));

    domains.ensureVerified(owner.account(), "claimed.example").await().atMost(PATIENCE);

    assertThat(awaited("domain/claimed.example", is("verified")))
        .returns(owner.account(), setting -> ((Setting.Domain) setting).account());
  }

  @Test
  void aPauseIsToldAndThatItIsOver() {
    Tenant tenant = Tenant.create(domains);
    String key = "account/" + tenant.account();
    awaited(key, there());

    administrator(tenant, "pause", "{\"reason\": \"unpaid\"}").statusCode(200);

    assertThat(awaited(key, setting -> pause(setting) != null))
        .returns("unpaid", setting -> pause(setting).reason());

    administrator(tenant, "resume", "").statusCode(200);
    awaited(key, setting -> setting != null && pause(setting) == null);
  }

  /** Whoever made the change dies before the topic has it, or before that is struck off. */
  @Test
  void whatAnInstanceThatDiedDidNotTellIsToldByAnother() {
    Outbox dead = (_, _) -> Uni.createFrom().failure(died());
    Outbox dying =
        (records, _) -> outbox.publish(records).chain(() -> Uni.createFrom().failure(died()));
    SqlConnection turn = pool.getConnection().await().atMost(PATIENCE);
    Transaction transaction = turn.begin().await().atMost(PATIENCE);
    Tenant tenant;
    try {
      turn.query("select pg_advisory_xact_lock(hashtextextended('baton.settings', 0))")
          .execute()
          .await()
          .atMost(PATIENCE);
      tenant = Tenant.create(domains);
      tell(turn, dead);
      assertThat(records("account/" + tenant.account())).isZero();
      tell(turn, dying);
      await().atMost(PATIENCE).until(() -> records("account/" + tenant.account()) == 1);
    } finally {
      transaction.rollback().await().atMost(PATIENCE);
      turn.close().await().atMost(PATIENCE);
    }

    await().atMost(PATIENCE).until(() -> records("account/" + tenant.account()) == 2);
    awaited("domain/" + tenant.domain(), is("verified"));
    await()
        .atMost(PATIENCE)
        .until(() -> sql("select 1 from submission.setting_change where $1 <> ''", "x") == 0);
  }

  @Test
  void aTopicThatWasLostIsFilledAgainAndWhatIsWrongThereIsMended() {
    Tenant tenant = Tenant.create(domains);
    String account = "account/" + tenant.account();
    String domain = "domain/" + tenant.domain();
    String ghost = "credential/" + sha256(tenant.account());
    awaited(account, there());
    awaited(domain, is("verified"));
    try (EventPublisher vandal = new EventPublisher(kafka)) {
      vandal.publish(Setting.tombstone(account));
      vandal.publish(
          new Setting.Domain(tenant.domain(), "other", "verified", "a.test", "b.test").toRecord());
      vandal.publish(
          new Setting.Credential(
                  sha256(tenant.account()), "other", List.of("send"), List.of(), List.of())
              .toRecord());
    }
    awaited(ghost, there());

    compare();

    awaited(account, there());
    awaited(
        domain,
        setting ->
            setting instanceof Setting.Domain mended && mended.account().equals(tenant.account()));
    awaited(ghost, gone());
    long before = records(account);
    compare();
    awaited("account/" + Tenant.create(domains).account(), there());
    assertThat(records(account)).isEqualTo(before);
  }

  @Test
  void whoeverCannotCompareLetsItBeAndAtStartUpTriesAgainAndKeepsNoConnection() {
    Tenant tenant = Tenant.create(domains);
    String account = "account/" + tenant.account();
    awaited(account, there());
    AtomicInteger reads = new AtomicInteger();
    SettingsTopic topic =
        new SettingsTopic(Map.of("bootstrap.servers", kafka)) {
          @Override
          Map<String, byte[]> read() {
            reads.incrementAndGet();
            return super.read();
          }
        };
    SettingsPublisher another = new SettingsPublisher(pool, tables, topic, outbox);
    SettingsRounds rounds = new SettingsRounds(vertx, another);
    SqlConnection turn = pool.getConnection().await().atMost(PATIENCE);
    Transaction transaction = turn.begin().await().atMost(PATIENCE);
    try {
      turn.query("select pg_advisory_xact_lock(hashtextextended('baton.settings', 0))")
          .execute()
          .await()
          .atMost(PATIENCE);
      try (EventPublisher vandal = new EventPublisher(kafka)) {
        vandal.publish(Setting.tombstone(account));
      }
      awaited(account, gone());
      // More than the pool has connections.
      for (int i = 0; i < 10; i++) {
        assertThat(another.compare().await().atMost(PATIENCE)).isFalse();
      }
      int before = reads.get();
      rounds.begin(new StartupEvent());
      await().atMost(PATIENCE).until(() -> reads.get() >= before + 2);
      awaited(account, gone());
    } finally {
      transaction.rollback().await().atMost(PATIENCE);
      turn.close().await().atMost(PATIENCE);
    }

    awaited(account, there());
    rounds.end(new ShutdownEvent());
  }

  @Test
  void whatIsOnlyNotedChangesNothingOnTheTopic() {
    Tenant tenant = Tenant.create(domains);
    awaited("domain/" + tenant.domain(), is("verified"));
    awaited("credential/" + sha256(tenant.apiKey()), there());
    SqlConnection turn = pool.getConnection().await().atMost(PATIENCE);
    Transaction transaction = turn.begin().await().atMost(PATIENCE);
    try {
      for (String noted :
          List.of(
              "update submission.credential set last_used_at = now() where account = $1",
              "update submission.sending_domain set verified_at = now(), checked_at = now()"
                  + " where account = $1")) {
        assertThat(
                turn.preparedQuery(noted)
                    .execute(Tuple.of(tenant.account()))
                    .await()
                    .atMost(PATIENCE)
                    .rowCount())
            .isOne();
      }
      assertThat(
              new ChangedSettings(turn, tables)
                  .some().await().atMost(PATIENCE).stream().map(ChangedSettings.Change::key))
          .doesNotContain("domain/" + tenant.domain(), "credential/" + sha256(tenant.apiKey()));
    } finally {
      transaction.rollback().await().atMost(PATIENCE);
      turn.close().await().atMost(PATIENCE);
    }
  }

  /** As soon as nobody else is at it. */
  private void compare() {
    await().atMost(PATIENCE).until(() -> publisher.compare().await().atMost(PATIENCE));
  }

  private void tell(SqlConnection connection, Outbox through) {
    new ChangedSettings(connection, tables)
        .tell(through)
        .onFailure(RefusedException.class)
        .recoverWithNull()
        .await()
        .atMost(PATIENCE);
  }

  private static RefusedException died() {
    return new RefusedException(Refusal.UNAVAILABLE, "died");
  }

  private void verify(Tenant tenant, String name) {
    domains.verify(tenant.account(), name).await().atMost(PATIENCE).orElseThrow();
  }

  private static List<DnsRecord> keys(Domain domain) {
    return domain.records().stream()
        .map(Domain.Entry::record)
        .filter(record -> record.purpose() == DnsRecord.Purpose.DKIM)
        .toList();
  }

  private static ValidatableResponse administrator(Tenant tenant, String what, String body) {
    return given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/accounts/" + tenant.account() + "/" + what)
        .then();
  }

  private int sql(String statement, String name) {
    return pool.preparedQuery(statement)
        .execute(Tuple.of(name))
        .await()
        .atMost(PATIENCE)
        .rowCount();
  }

  private static Setting.Account.@Nullable Pause pause(@Nullable Setting setting) {
    return setting instanceof Setting.Account account ? account.pause() : null;
  }

  private static Predicate<@Nullable Setting> there() {
    return setting -> setting != null;
  }

  private static Predicate<@Nullable Setting> gone() {
    return setting -> setting == null;
  }

  private static Predicate<@Nullable Setting> is(String status) {
    return setting -> setting instanceof Setting.Domain domain && domain.status().equals(status);
  }

  private @Nullable Setting awaited(String key, Predicate<@Nullable Setting> wanted) {
    return awaited(key, wanted, PATIENCE);
  }

  /** What stands under the key as soon as it is as wanted; there was a record before. */
  private @Nullable Setting awaited(
      String key, Predicate<@Nullable Setting> wanted, Duration patience) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      List<KafkaProbe.Entry> read =
          probe.read(
              Topic.SETTINGS.name(),
              patience,
              entries ->
                  entries.stream().anyMatch(entry -> key.equals(entry.key()))
                      && wanted.test(last(entries, key)));
      return last(read, key);
    }
  }

  private long records(String key) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll(Topic.SETTINGS.name()).stream()
          .filter(entry -> key.equals(entry.key()))
          .count();
    }
  }

  private static @Nullable Setting last(List<KafkaProbe.Entry> entries, String key) {
    return entries.stream()
        .filter(entry -> key.equals(entry.key()))
        .reduce((_, later) -> later)
        .filter(entry -> entry.value().length > 0)
        .flatMap(entry -> Setting.read(key, entry.value()))
        .orElse(null);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
