package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.containsString;

import baton.contracts.event.AccountEvent;
import baton.contracts.event.EventRecord;
import baton.contracts.token.TokenKeys;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.SendingDomain;
import baton.submission.admission.SigningKey;
import baton.submission.database.Sessions;
import baton.submission.domains.StoredKey.State;
import baton.submission.http.Tenant;
import baton.submission.outbox.Outbox;
import baton.testkit.BackendsResource;
import baton.testkit.DnsServer;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** What becomes of a domain as its zone and its keys change. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class DomainLifeTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;
  @Inject DomainPatrol patrol;
  @Inject HibernateSendingDomains sendingDomains;
  @Inject Sessions sessions;
  @Inject KeyMaker keyMaker;
  @Inject DomainChecks checks;
  @Inject Outbox outbox;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka;

  @ConfigProperty(name = "baton.secret-keys")
  String secretKeys;

  DnsServer dns;

  @Test
  void eachKeySignsOnceItsRecordHasBeenSeen() {
    Tenant tenant = Tenant.create(domains);
    Domain domain = create(tenant, "both.example");
    assertThat(keys(domain))
        .extracting(DnsRecord::required, DnsRecord::use, record -> record.value().split(" ")[1])
        .containsExactly(tuple(true, "next", "k=rsa;"), tuple(false, "next", "k=ed25519;"));

    publish(keys(domain).getFirst());
    assertThat(verify(tenant, domain).verified()).isTrue();
    assertThat(selectors("both.example")).containsExactly("baton-" + tenant.account());

    publish(keys(domain).getLast());
    verify(tenant, domain);
    assertThat(selectors("both.example"))
        .containsExactlyInAnyOrder(
            "baton-" + tenant.account(), "baton-" + tenant.account() + "-ed");

    dns.remove(keys(domain).getLast().name());
    assertThat(verify(tenant, domain).verified()).isTrue();
    assertThat(selectors("both.example")).containsExactly("baton-" + tenant.account());
  }

  @Test
  void aDomainThatLosesItsKeySendsForATimeAndIsThenRefused() {
    Tenant tenant = Tenant.create(domains);
    Domain domain = create(tenant, "lost.example");
    keys(domain).forEach(this::publish);
    verify(tenant, domain);
    send(tenant, "lost.example").statusCode(202);

    dns.remove(keys(domain).getFirst().name());
    Verification lost = verify(tenant, domain);
    assertThat(lost.finding()).contains("no TXT record", "goes on sending until");
    assertThat(status(tenant, domain)).isInstanceOf(DomainStatus.Failing.class);
    send(tenant, "lost.example").statusCode(202);

    // No answer is no proof.
    dns.servfail(keys(domain).getFirst().name());
    later("lost.example", "4 days");
    patrol.round().await().atMost(PATIENCE);
    assertThat(status(tenant, domain)).isInstanceOf(DomainStatus.Failing.class);
    dns.recover(keys(domain).getFirst().name());

    later("lost.example", "0 days");
    patrol.round().await().atMost(PATIENCE);
    assertThat(status(tenant, domain)).isInstanceOf(DomainStatus.Failed.class);
    send(tenant, "lost.example")
        .statusCode(403)
        .body("detail", containsString("lost.example is no longer verified"))
        .body("detail", containsString("has not been found in the DNS since"));

    publish(keys(domain).getFirst());
    later("lost.example", "0 days");
    patrol.round().await().atMost(PATIENCE);
    assertThat(status(tenant, domain)).isInstanceOf(DomainStatus.Verified.class);
    send(tenant, "lost.example").statusCode(202);

    assertThat(events(tenant, "lost.example", 4))
        .extracting(
            AccountEvent.DomainStatusChanged::previous, AccountEvent.DomainStatusChanged::status)
        .containsExactly(
            tuple("pending", "verified"),
            tuple("verified", "failing"),
            tuple("failing", "failed"),
            tuple("failed", "verified"));
    assertThat(events(tenant, "lost.example", 4).get(1).sendsUntil()).isNotNull();
  }

  @Test
  void aChangeThatKafkaDidNotTakeIsToldLater() {
    Tenant tenant = Tenant.create(domains);
    Domain domain = create(tenant, "quiet.example");
    keys(domain).forEach(this::publish);
    UUID id = storedKey(tenant, "quiet.example", State.PENDING).domain;
    checks.check(id).await().atMost(PATIENCE);
    Outbox withoutKafka =
        (_, _) -> Uni.createFrom().failure(new RefusedException(Refusal.UNAVAILABLE, "no Kafka"));
    new StatusAnnouncements(sessions, withoutKafka)
        .announce()
        .onFailure(RefusedException.class)
        .recoverWithNull()
        .await()
        .atMost(PATIENCE);

    new StatusAnnouncements(sessions, outbox).announce().await().atMost(PATIENCE);

    assertThat(events(tenant, "quiet.example", 1))
        .extracting(AccountEvent.DomainStatusChanged::status)
        .containsExactly("verified");
  }

  @Test
  void anInstanceLooksAtWhatNoOtherHasTaken() {
    Tenant tenant = Tenant.create(domains);
    Domain domain = create(tenant, "due.example");
    keys(domain).forEach(this::publish);
    String key = keys(domain).getFirst().name();
    later("due.example", "0 days");
    long before = dns.queries(key, "TXT");

    Uni.join()
        .all(patrol.round(), patrol.round(), patrol.round())
        .andFailFast()
        .await()
        .atMost(PATIENCE);

    assertThat(dns.queries(key, "TXT") - before).isEqualTo(1);
    assertThat(status(tenant, domain)).isInstanceOf(DomainStatus.Verified.class);
  }

  @Test
  void rotatedKeysTakeOverWhenTheyAreSeen() {
    Tenant tenant = Tenant.create(domains);
    Domain domain = create(tenant, "turning.example");
    keys(domain).forEach(this::publish);
    verify(tenant, domain);
    String former = "baton-" + tenant.account();

    rotate(tenant, "turning.example");
    Domain rotated = rotate(tenant, "turning.example");
    assertThat(keys(rotated))
        .extracting(DnsRecord::use, DnsRecord::required)
        .containsExactly(
            tuple("signing", true),
            tuple("signing", false),
            tuple("next", false),
            tuple("next", false));
    verify(tenant, domain);
    assertThat(selectors("turning.example")).containsExactlyInAnyOrder(former, former + "-ed");

    keys(rotated).stream().filter(key -> key.use().equals("next")).forEach(this::publish);
    verify(tenant, domain);
    assertThat(selectors("turning.example"))
        .containsExactlyInAnyOrder(former + "-2", former + "-ed-2");
    List<DnsRecord> after = keys(find(tenant, "turning.example"));
    assertThat(after)
        .extracting(DnsRecord::use)
        .containsExactly("signing", "signing", "former", "former");
    assertThat(after.getLast().keepUntil()).isNotNull();

    // The former keys' records are not needed for the status.
    dns.remove(keys(domain).getFirst().name()).remove(keys(domain).getLast().name());
    assertThat(verify(tenant, domain).verified()).isTrue();

    sql(
        "update dkim_key set retired_at = retired_at - interval '41 days' where state = 'RETIRED'"
            + " and domain in (select id from sending_domain where name = :name)",
        "turning.example");
    assertThat(keys(find(tenant, "turning.example"))).hasSize(2);
  }

  @Test
  void whatTheDnsIsNotAskedForIsRotatedAtOnce() {
    Tenant tenant = Tenant.create(domains);
    String former = "baton-" + tenant.account();
    assertThat(selectors(tenant.domain())).containsExactlyInAnyOrder(former, former + "-ed");

    rotate(tenant, tenant.domain());

    assertThat(selectors(tenant.domain()))
        .containsExactlyInAnyOrder(former + "-2", former + "-ed-2");
  }

  @Test
  void aDomainFromBeforeGetsItsSecondKeyAndSendsMeanwhile() {
    Tenant tenant = Tenant.create(domains);
    sql(
        "delete from dkim_key where algorithm = 'ED25519'"
            + " and domain in (select id from sending_domain where name = :name)",
        tenant.domain());
    sendingDomains.forget(tenant.domain());
    send(tenant, tenant.domain()).statusCode(202);
    assertThat(selectors(tenant.domain())).hasSize(1);

    KeyVault vault = new KeyVault(Optional.of(secretKeys));
    new KeyCare(sessions, keyMaker, vault).care().await().atMost(PATIENCE);

    sendingDomains.forget(tenant.domain());
    assertThat(selectors(tenant.domain())).hasSize(2);
  }

  @Test
  void whatAnOlderSecretKeySealedIsSealedAnew() {
    Tenant tenant = Tenant.create(domains);
    String older = TokenKeys.generate(200);
    StoredKey stored = storedKey(tenant, tenant.domain(), State.ACTIVE);
    String owner = tenant.account() + "/" + tenant.domain();
    byte[] original = new KeyVault(Optional.of(secretKeys)).open(stored, owner).getEncoded();
    KeyVault formerly = new KeyVault(Optional.of(older + "," + secretKeys));
    write(stored, formerly.reseal(stored, owner));
    assertThat(storedKey(tenant, tenant.domain(), State.ACTIVE).sealedKey).startsWith((byte) 200);

    KeyVault now = new KeyVault(Optional.of(secretKeys + "," + older));
    new KeyCare(sessions, keyMaker, now).care().await().atMost(PATIENCE);

    StoredKey anew = storedKey(tenant, tenant.domain(), State.ACTIVE);
    assertThat(anew.sealedKey).startsWith((byte) 1);
    assertThat(new KeyVault(Optional.of(secretKeys)).open(anew, owner).getEncoded())
        .isEqualTo(original);
  }

  private Domain create(Tenant tenant, String name) {
    dns.zone(name);
    return domains.create(tenant.account(), name).await().atMost(PATIENCE);
  }

  private Verification verify(Tenant tenant, Domain domain) {
    return domains.verify(tenant.account(), domain.name()).await().atMost(PATIENCE).orElseThrow();
  }

  private Domain rotate(Tenant tenant, String name) {
    tenant.asking().post("/v1/domains/" + name + "/rotate").then().statusCode(200);
    return find(tenant, name);
  }

  private Domain find(Tenant tenant, String name) {
    return domains.find(tenant.account(), name).await().atMost(PATIENCE).orElseThrow();
  }

  private DomainStatus status(Tenant tenant, Domain domain) {
    return find(tenant, domain.name()).status();
  }

  private static List<DnsRecord> keys(Domain domain) {
    return domain.records().stream()
        .map(Domain.Entry::record)
        .filter(record -> record.purpose() == DnsRecord.Purpose.DKIM)
        .toList();
  }

  private void publish(DnsRecord record) {
    dns.txt(record.name(), record.value());
  }

  private List<String> selectors(String name) {
    SendingDomain domain = sendingDomains.find(name).await().atMost(PATIENCE).orElseThrow();
    return domain.keys().stream().map(SigningKey::selector).toList();
  }

  private static ValidatableResponse send(Tenant tenant, String domain) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(Map.of("from", "a@" + domain, "to", "b@example.org", "text", "x"))
        .post("/v1/emails")
        .then();
  }

  /** Each once: what is published twice, by two who look at the same moment, has the same id. */
  private List<AccountEvent.DomainStatusChanged> events(Tenant tenant, String domain, int count) {
    String key = tenant.account() + "/" + domain;
    Set<String> seen = new HashSet<>();
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe
          .read(
              "baton.events.submission",
              PATIENCE,
              entries ->
                  entries.stream()
                          .filter(entry -> key.equals(entry.key()))
                          .map(entry -> entry.header("ce_id"))
                          .distinct()
                          .count()
                      >= count)
          .stream()
          .filter(entry -> key.equals(entry.key()))
          .filter(entry -> seen.add(entry.header("ce_id")))
          .map(entry -> EventRecord.readOfAccount(entry.headers(), entry.value()).orElseThrow())
          .map(AccountEvent.DomainStatusChanged.class::cast)
          .toList();
    }
  }

  /** As if time had gone by and the domain were due. */
  private void later(String name, String time) {
    sql(
        "update sending_domain set check_at = now() - interval '1 second',"
            + " failing_since = failing_since - interval '"
            + time
            + "' where name = :name",
        name);
  }

  private void sql(String statement, String name) {
    String qualified =
        statement
            .replace("sending_domain", "submission.sending_domain")
            .replace("dkim_key", "submission.dkim_key");
    sessions
        .writing(
            session ->
                session.createNativeQuery(qualified).setParameter("name", name).executeUpdate())
        .await()
        .atMost(PATIENCE);
  }

  private StoredKey storedKey(Tenant tenant, String name, State state) {
    return sessions
        .reading(
            session ->
                session
                    .createSelectionQuery(
                        """
                        from StoredKey where algorithm = :rsa and state = :state and domain in
                          (select id from StoredDomain where account = :account and name = :name)
                        """,
                        StoredKey.class)
                    .setParameter("rsa", KeyAlgorithm.RSA)
                    .setParameter("state", state)
                    .setParameter("account", tenant.account())
                    .setParameter("name", name)
                    .getSingleResult())
        .await()
        .atMost(PATIENCE);
  }

  private void write(StoredKey key, byte[] sealed) {
    sessions
        .writing(
            session -> session.find(StoredKey.class, key.id).invoke(row -> row.sealedKey = sealed))
        .await()
        .atMost(PATIENCE);
  }
}
