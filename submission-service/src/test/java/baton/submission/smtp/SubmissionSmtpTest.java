package baton.submission.smtp;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.Topic;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.smtp.grammar.EmailAddress;
import baton.submission.SubmissionUnderTest;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Recipient;
import baton.submission.admission.Repetitions;
import baton.submission.domains.Domains;
import baton.submission.http.Tenant;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SubmissionSmtpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ACCEPTED =
      Pattern.compile("250 2\\.0\\.0 accepted as ([0-9a-f-]{36})(, first of \\d+ recipients)?");

  @Inject Domains domains;
  @Inject SubmissionServer server;
  @Inject MeterRegistry metrics;
  @Inject Repetitions repetitions;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String kafka = "";

  private Tenant tenant = new Tenant("", "", "");
  private String sender = "";

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
    sender = "news@" + tenant.domain();
  }

  @Test
  void aMessageIsAcceptedByBothPortsAndLiesInTheQueue() throws IOException {
    try (SmtpClient startTls = SmtpClient.connect(server.startTlsPort()).startTls();
        SmtpClient tls = SmtpClient.connectTls(server.tlsPort())) {
      for (SmtpClient client : List.of(startTls, tls)) {
        assertThat(client.login(tenant.apiKey())).startsWith("235 2.7.0");
        String id = accepted(client.send(sender, message("hello"), "x@y.test"));

        OutboundMessage message = queued(id);
        assertThat(message.account()).isEqualTo(tenant.account());
        assertThat(message.rcptTo()).isEqualTo("x@y.test");
        assertThat(new String(message.content(), StandardCharsets.UTF_8))
            .contains("DKIM-Signature: ", "d=" + tenant.domain(), "with ESMTPSA")
            .endsWith("\r\n\r\nhello\r\n");
      }
    }
  }

  @Test
  void aKeyThatIsRevokedSendsNoMoreThroughAnOpenConversation() throws IOException {
    String[] key = key("\"scopes\": [\"send\"]");
    try (SmtpClient client = SmtpClient.connectTls(server.tlsPort())) {
      assertThat(client.login(key[0])).startsWith("235 2.7.0");
      accepted(client.send(sender, message("hello"), "x@y.test"));

      tenant.asking().delete("/v1/credentials/" + key[1]).then().statusCode(204);

      assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith("530 5.7.0");
      assertThat(client.login(tenant.apiKey())).startsWith("503 5.5.1");
    }
    try (SmtpClient client = SmtpClient.connectTls(server.tlsPort())) {
      assertThat(client.login(key[0])).startsWith("535 5.7.8");
    }
  }

  @Test
  void aKeySendsNoMoreThanItIsFor() throws IOException {
    try (SmtpClient client = SmtpClient.connectTls(server.tlsPort())) {
      assertThat(client.login(key("\"scopes\": [\"read\"]")[0])).startsWith("235 2.7.0");
      assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith("550 5.7.1");
    }
    try (SmtpClient client = SmtpClient.connectTls(server.tlsPort())) {
      client.login(key("\"scopes\": [\"send\"], \"domains\": [\"other.test\"]")[0]);
      assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith("550 5.7.1");
    }
    try (SmtpClient client = SmtpClient.connectTls(server.tlsPort())) {
      String elsewhere = key("\"scopes\": [\"send\"], \"networks\": [\"192.0.2.0/24\"]")[0];
      assertThat(client.login(elsewhere)).startsWith("535 5.7.8");
    }
  }

  /** A new key and its id. */
  private String[] key(String fields) {
    var made =
        tenant
            .asking()
            .contentType(ContentType.JSON)
            .body("{\"name\": \"A test's\", " + fields + "}")
            .post("/v1/credentials")
            .then()
            .statusCode(201)
            .extract();
    return new String[] {made.path("api_key"), made.path("id")};
  }

  @Test
  void whoHasSentItsShareIsToComeLaterAndKeepsItsConnection() throws IOException {
    given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .contentType(ContentType.JSON)
        .body("{\"messages_per_day\": 2}")
        .put("/v1/accounts/" + tenant.account() + "/quota")
        .then()
        .statusCode(200);
    try (SmtpClient client = loggedIn()) {
      accepted(client.send(sender, message("one"), "a@y.test"));
      accepted(client.send(sender, message("two"), "a@y.test"));

      assertThat(client.send(sender, message("three"), "a@y.test"))
          .startsWith("450 4.7.1 this account may send 2 messages a day");
      assertThat(client.send(sender, message("four"), "a@y.test", "b@y.test", "c@y.test"))
          .startsWith("550 5.5.3 ");
      assertThat(client.say("NOOP")).startsWith("250");
    }
  }

  @Test
  void theReplyToManyRecipientsNamesTheFirst() throws IOException {
    try (SmtpClient client = loggedIn()) {
      String reply = client.send(sender, message("hello"), "a@y.test", "b@y.test", "a@y.test");

      assertThat(reply).endsWith(", first of 2 recipients");
      assertThat(queued(accepted(reply)).rcptTo()).isEqualTo("a@y.test");
    }
  }

  @Test
  void whatTheSenderWantsToBeToldIsCarriedOnForEachRecipient() throws IOException {
    try (SmtpClient client = loggedIn()) {
      assertThat(client.say("EHLO client.test")).contains("250-DSN");
      assertThat(client.say("MAIL FROM:<" + sender + "> RET=hdrs ENVID=order+2B7"))
          .startsWith("250");
      assertThat(
              client.say("RCPT TO:<a@y.test> NOTIFY=delay,success ORCPT=rfc822;al+3Das@other.test"))
          .startsWith("250");
      assertThat(client.say("RCPT TO:<b@y.test> NOTIFY=NEVER,DELAY")).startsWith("501 5.5.4");
      assertThat(client.say("DATA")).startsWith("354");
      String id = accepted(client.say(message("hello") + "\r\n."));
      String other = accepted(client.send(sender, message("hello"), "c@y.test"));

      assertThat(queued(id).dsn())
          .isEqualTo(new Dsn("SUCCESS,DELAY", "HDRS", "order+2B7", "rfc822;al+3Das@other.test"));
      assertThat(queued(other).dsn()).isEqualTo(Dsn.NONE);
    }
  }

  @Test
  void howAndWhenAMessageMayTravelIsCarriedOn() throws IOException {
    Instant start = Instant.now();
    try (SmtpClient client = loggedIn()) {
      assertThat(client.say("EHLO client.test"))
          .contains("/250-FUTURERELEASE 2592000 ", "/250-LIMITS RCPTMAX=1000 MAILMAX=100000/")
          .endsWith("/250-REQUIRETLS/250 AUTH PLAIN LOGIN");
      client.say("MAIL FROM:<" + sender + "> REQUIRETLS HOLDFOR=3600");
      client.say("RCPT TO:<a@y.test>");
      client.say("DATA");
      OutboundMessage held =
          queued(accepted(client.say("X-Baton-Track: none\r\n" + message("hello") + "\r\n.")));
      OutboundMessage usual = queued(accepted(client.send(sender, message("hello"), "b@y.test")));

      assertThat(held.tls()).isEqualTo("required");
      assertThat(held.notBefore())
          .isBetween(start.plusSeconds(3600), Instant.now().plusSeconds(3600));
      assertThat(held.expiresAt()).isEqualTo(held.notBefore().plus(Duration.ofHours(72)));
      assertThat(usual.tls()).isEqualTo("opportunistic");
      assertThat(usual.notBefore()).isEqualTo(usual.acceptedAt());
    }
  }

  @Test
  void aMessageInChunksIsAMessage() throws IOException {
    try (SmtpClient client = loggedIn()) {
      client.say("MAIL FROM:<" + sender + ">");
      client.say("RCPT TO:<a@y.test>");
      String content = message("hello\r\n.\r\n..and dots");
      assertThat(client.say("BDAT " + (content.length() + 2) + "\r\n" + content))
          .startsWith("250 2.0.0");
      String id = accepted(client.say("BDAT 0 LAST"));

      assertThat(new String(queued(id).content(), StandardCharsets.UTF_8))
          .endsWith("\r\n\r\nhello\r\n.\r\n..and dots\r\n");
    }
  }

  @Test
  void loginNeedsTlsAndTheRightKeyAndMailNeedsLogin() throws IOException {
    try (SmtpClient client = SmtpClient.connect(server.startTlsPort())) {
      assertThat(client.login(tenant.apiKey())).startsWith("538 5.7.11");
      assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith("530 5.7.0");
      client.startTls();
      assertThat(client.login("baton_wrong")).startsWith("535 5.7.8");
      assertThat(client.say("MAIL FROM:<" + sender + ">")).startsWith("530 5.7.0");
      assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
      client.say(base64("any user"));
      assertThat(client.say(base64(tenant.apiKey()))).startsWith("235 2.7.0");
    }
  }

  @Test
  void aDomainThatIsNotTheAccountsOwnIsRefusedEarlyAndAtTheEnd() throws IOException {
    try (SmtpClient client = loggedIn()) {
      assertThat(client.say("MAIL FROM:<a@other.test>")).startsWith("550 5.7.1");
      assertThat(client.send("", "From: a@other.test\r\n\r\nhi", "x@y.test"))
          .startsWith("550 5.7.1");
      assertThat(client.send(sender, "From: a@other.test\r\n\r\nhi", "x@y.test"))
          .startsWith("550 5.7.1");
      accepted(client.send(sender, message("hello"), "x@y.test"));
    }
  }

  @Test
  void whatMakesNoSenseIsNamedAndTheConnectionStays() throws IOException {
    try (SmtpClient client = loggedIn()) {
      assertThat(client.send(sender, "no header at all", "x@y.test")).startsWith("550 5.6.0");
      assertThat(client.send(sender, "Subject: from nobody\r\n\r\nhi", "x@y.test"))
          .isEqualTo("550 5.6.0 the message has no field From");
      assertThat(client.send(sender, "X-Baton-Track: maybe\r\n" + message("hi"), "x@y.test"))
          .isEqualTo("550 5.6.0 X-Baton-Track is none, opens, clicks or all");
      assertThat(client.send(sender, message("x".repeat(999)), "x@y.test"))
          .startsWith("550 5.6.0 line ");
      assertThat(client.send(sender, message("hello"), "x@[192.0.2.1]")).startsWith("553 5.1.3");
      assertThat(client.say("RSET")).startsWith("250");
      assertThat(client.send(sender, message("hello"), "postmaster")).startsWith("550 5.1.1");
      assertThat(client.say("RSET")).startsWith("250");
      assertThat(client.say("MAIL FROM:<" + sender + "> SIZE=99999999")).startsWith("552 5.3.4");
      accepted(client.send(sender, message("hello"), "x@y.test"));
    }
  }

  @Test
  void surplusRecipientsOfALargeMessageAreToComeLater() throws IOException {
    try (SmtpClient client = loggedIn()) {
      assertThat(client.say("MAIL FROM:<" + sender + "> SIZE=25000000")).startsWith("250");
      List<String> replies =
          IntStream.range(0, 12)
              .mapToObj(i -> "RCPT TO:<r" + i + "@y.test>")
              .map(
                  command -> {
                    try {
                      return client.say(command).substring(0, 9);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .toList();

      assertThat(replies.subList(0, 10)).containsOnly("250 2.1.5");
      assertThat(replies.subList(10, 12)).containsOnly("452 4.5.3");
    }
  }

  @Test
  void whatComesAgainUnderItsIdempotencyKeyIsTakenOnce() throws IOException {
    String keyed = "Idempotency-Key: " + UUID.randomUUID() + "\r\n" + message("hello");
    try (SmtpClient client = loggedIn()) {
      String reply = client.send(sender, keyed, "x@y.test");
      String id = accepted(reply);

      assertThat(client.send(sender, keyed, "x@y.test")).isEqualTo(reply);
      assertThat(client.send(sender, keyed + "!", "x@y.test")).startsWith("554 5.5.0 ");
      assertThat(client.send(sender, keyed, "z@y.test")).startsWith("554 5.5.0 ");
      assertThat(client.send(sender, "Idempotency-Key: a b\r\n" + message("hello"), "x@y.test"))
          .startsWith("550 5.6.0 Idempotency-Key is 1 to 255 visible");
      assertThat(new String(queued(id).content(), StandardCharsets.UTF_8))
          .doesNotContainIgnoringCase("idempotency");
    }
  }

  @Test
  void whatIsInFlightUnderItsIdempotencyKeyIsToComeLater() throws IOException {
    String value = UUID.randomUUID().toString();
    String keyed = "Idempotency-Key: " + value + "\r\n" + message("hello");
    IdempotencyKey key =
        IdempotencyKey.of(
            value,
            octets(sender),
            octets(List.of(Recipient.of(EmailAddress.parse("x@y.test"))).toString()),
            octets(keyed + "\r\n"));
    CompletableFuture<Void> begun = new CompletableFuture<>();
    repetitions
        .once(
            tenant.account(),
            key,
            List.of("x@y.test"),
            _ -> {
              begun.complete(null);
              return Uni.createFrom().nothing();
            })
        .subscribeAsCompletionStage();
    begun.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

    try (SmtpClient client = loggedIn()) {
      assertThat(client.send(sender, keyed, "x@y.test")).startsWith("451 4.5.0 ");
      assertThat(client.send(sender, keyed + "!", "x@y.test")).startsWith("554 5.5.0 ");
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void messagesAreCounted() throws IOException {
    double before = counted("accepted");
    try (SmtpClient client = loggedIn()) {
      client.send(sender, message("hello"), "a@y.test", "b@y.test");
    }

    assertThat(counted("accepted") - before).isEqualTo(2);
    assertThat(metrics.get("baton.submission.accept").timer().count()).isPositive();
  }

  @Test
  @NeedsProgram("python3")
  void pythonsClientIsServed() {
    String script =
        """
        import os, smtplib, ssl
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        with smtplib.SMTP('127.0.0.1', int(os.environ['PORT'])) as smtp:
            smtp.starttls(context=context)
            smtp.login('anybody', os.environ['KEY'])
            smtp.sendmail(os.environ['SENDER'], ['x@y.test'], 'From: ' + os.environ['SENDER'] + '\\nSubject: hi\\n\\nhello\\n')
        """;
    Programs.Run run =
        Programs.run(
            PATIENCE,
            new byte[0],
            Map.of(
                "PORT", Integer.toString(server.startTlsPort()),
                "KEY", tenant.apiKey(),
                "SENDER", sender),
            List.of("python3", "-c", script));

    assertThat(run.errors()).isEmpty();
    assertThat(run.exitStatus()).isZero();
  }

  private double counted(String outcome) {
    return metrics
        .get("baton.submission.messages")
        .tags("protocol", "smtp", "outcome", outcome)
        .counter()
        .count();
  }

  private SmtpClient loggedIn() throws IOException {
    SmtpClient client = SmtpClient.connectTls(server.tlsPort());
    assertThat(client.login(tenant.apiKey())).startsWith("235");
    return client;
  }

  private String message(String body) {
    return "From: " + sender + "\r\nSubject: hi\r\n\r\n" + body;
  }

  private static String accepted(String reply) {
    Matcher matcher = ACCEPTED.matcher(reply);
    assertThat(matcher.matches()).as(reply).isTrue();
    return matcher.group(1);
  }

  private OutboundMessage queued(String id) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe
          .read(
              Topic.OUTBOUND.name(),
              PATIENCE,
              entries -> entries.stream().anyMatch(entry -> id.equals(entry.header("ce_id"))))
          .stream()
          .filter(entry -> id.equals(entry.header("ce_id")))
          .map(entry -> OutboundMessage.fromRecord(entry.key(), entry.headers(), entry.value()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
