package baton.feedback.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.event.Json;
import baton.feedback.FeedbackTopic;
import baton.feedback.Reporter;
import baton.feedback.RunningFeedback;
import baton.feedback.Samples;
import baton.feedback.Samples.Sent;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(RunningFeedback.class)
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = @ResourceArg(name = "backends", value = "kafka"))
class FeedbackSmtpTest {

  private static final String FBL = "fbl@" + RunningFeedback.DOMAIN;

  @Inject FeedbackSmtp smtp;
  @Inject MeterRegistry meters;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @ConfigProperty(name = "baton.tls.certificate")
  Path certificate;

  @TestHTTPResource("/")
  URI root;

  private final Sent sent = RunningFeedback.SAMPLES.sent();
  private final String returnPath = sent.localPart() + "@" + RunningFeedback.DOMAIN;

  @BeforeEach
  void makeTopic() {
    FeedbackTopic.create(kafka);
  }

  @Test
  void aBounceToAReturnPathIsAnEventBefore250() {
    assertThat(report(sample("dsn-postfix"), returnPath)).isEqualTo("250 2.0.0 Taken");

    KafkaProbe.Entry event = FeedbackTopic.eventsNow(sent.id(), kafka).getFirst();
    assertThat(event.header("ce_specversion")).isEqualTo("1.0");
    assertThat(event.header("ce_type")).isEqualTo("email.bounced");
    assertThat(event.header("ce_subject")).isEqualTo(Samples.RECIPIENT);
    assertThat(event.header("ce_id")).matches(sent.id() + "\\.[0-9a-f]{32}\\.bounced");
    assertThat(Json.read(event.value(), Map.class))
        .containsEntry("message_id", sent.id().toString())
        .containsEntry("account", Samples.ACCOUNT)
        .containsEntry("recipient", Samples.RECIPIENT)
        .containsEntry("class", "InvalidRecipient")
        .containsEntry("hard", true)
        .containsEntry("asynchronous", true)
        .containsEntry("enhanced_status", "5.1.1")
        .containsEntry("reporting_server", "mail.provider.example");
  }

  @Test
  void aComplaintToTheFeedbackLoopsAddressIsAnEventBefore250() {
    assertThat(report(sample("arf-full"), FBL)).isEqualTo("250 2.0.0 Taken");

    KafkaProbe.Entry event = FeedbackTopic.eventsNow(sent.id(), kafka).getFirst();
    assertThat(event.header("ce_type")).isEqualTo("email.complained");
    assertThat(Json.read(event.value(), Map.class))
        .containsEntry("recipient", Samples.RECIPIENT)
        .containsEntry("feedback_type", "abuse")
        .containsEntry("reporter", "ProviderFeedback/2.1");
  }

  @Test
  void aReturnPathThatChangedCaseOnItsWayAndAFormerDomainAreTaken() {
    String shouted = sent.localPart().toUpperCase(Locale.ROOT) + "@Old.Baton.TEST";

    assertThat(report(sample("dsn-exchange"), shouted)).startsWith("250");
    assertThat(report(sample("dsn-exim"), "FBL@fbl.baton.test")).startsWith("250");

    assertThat(FeedbackTopic.eventsOf(sent.id(), 2, kafka)).hasSize(2);
  }

  @Test
  void oneReportToTwoReturnPathsIsAnEventForEach() {
    Sent other = RunningFeedback.SAMPLES.sent("other@provider.example");

    assertThat(
            report(
                sample("dsn-postfix"),
                returnPath,
                other.localPart() + "@" + RunningFeedback.DOMAIN))
        .startsWith("250");

    assertThat(FeedbackTopic.eventsNow(sent.id(), kafka)).hasSize(1);
    assertThat(FeedbackTopic.eventsNow(other.id(), kafka))
        .singleElement()
        .satisfies(
            event ->
                assertThat(Json.read(event.value(), Map.class)).doesNotContainKey("recipient"));
  }

  @Test
  void aReportThatIsBroughtAgainHasTheSameId() {
    report(sample("dsn-postfix"), returnPath);
    report(sample("dsn-postfix"), returnPath);

    List<KafkaProbe.Entry> events = FeedbackTopic.eventsOf(sent.id(), 2, kafka);
    assertThat(events.getLast().header("ce_id")).isEqualTo(events.getFirst().header("ce_id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "someone@elsewhere.example",
        "fbl@elsewhere.example",
        "anna@bounces.baton.test",
        "b-@bounces.baton.test",
        "b-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@bounces.baton.test",
        "postmaster@bounces.baton.test",
        "postmaster",
        "fbl%elsewhere.example@other.example",
        "\"fbl@elsewhere.example\"@bounces.baton.test",
      })
  void anyOtherRecipientIsRefused(String recipient) {
    assertThat(report(sample("arf-full"), recipient)).startsWith("550 5.1.1");
  }

  @Test
  void aReturnPathOfAnotherPlatformIsRefused() {
    Sent foreign = Samples.ofOwnKey().sent();

    assertThat(report(sample("dsn-postfix"), foreign.localPart() + "@" + RunningFeedback.DOMAIN))
        .startsWith("550 5.1.1");
  }

  @Test
  void aForgedReportIsTakenCountedAndChangesNothing() {
    double before = counted("arf", "foreign");
    Sent victim = Samples.ofOwnKey().sent("victim@provider.example");

    assertThat(report(Samples.read("arf-full", victim.reference()), FBL)).startsWith("250");

    assertThat(counted("arf", "foreign")).isEqualTo(before + 1);
    assertThat(FeedbackTopic.eventsNow(victim.id(), kafka)).isEmpty();
  }

  @Test
  void aBounceNeverBounces() {
    assertThat(report(sample("human"), returnPath)).startsWith("250");
    assertThat(report(sample("mdn"), returnPath)).startsWith("250");
    assertThat(report(sample("dsn-without-status"), returnPath)).startsWith("250");
    assertThat(report("no header at all".getBytes(StandardCharsets.US_ASCII), returnPath))
        .startsWith("250");

    assertThat(FeedbackTopic.eventsNow(sent.id(), kafka)).isEmpty();
  }

  @Test
  void aMessageOfMoreThanTenMegabytesIsRefusedAndTheNextIsTaken() {
    byte[] large =
        ("Subject: x\r\n\r\n" + "0123456789\r\n".repeat(900_000))
            .getBytes(StandardCharsets.US_ASCII);
    try (Reporter reporter = new Reporter(smtp.port())) {
      assertThat(reporter.report(large, returnPath)).startsWith("552 5.3.4");
      assertThat(reporter.report(sample("dsn-postfix"), returnPath)).startsWith("250");
    }
  }

  @Test
  void startTlsIsOfferedAndAuthIsNot() throws Exception {
    try (Reporter reporter = new Reporter(smtp.port())) {
      assertThat(reporter.say("EHLO reporter.example"))
          .contains("STARTTLS", "SIZE 10485760", "PIPELINING")
          .doesNotContain("AUTH");
      reporter.startTls(trust());
      assertThat(reporter.report(sample("dsn-postfix"), returnPath)).startsWith("250");
    }
  }

  @Test
  void recipientsOfOneMessageAreForgottenWithIt() {
    Sent next = RunningFeedback.SAMPLES.sent("next@provider.example");
    try (Reporter reporter = new Reporter(smtp.port())) {
      reporter.say("EHLO reporter.example");
      reporter.say("MAIL FROM:<>");
      reporter.say("RCPT TO:<" + returnPath + ">");
      reporter.say("RSET");
      reporter.report(
          Samples.read("dsn-postfix", next.reference()),
          next.localPart() + "@" + RunningFeedback.DOMAIN);
    }
    assertThat(FeedbackTopic.eventsNow(next.id(), kafka)).hasSize(1);
    assertThat(FeedbackTopic.eventsNow(sent.id(), kafka)).isEmpty();
  }

  @Test
  void whatWasTakenIsInTheMetrics() throws Exception {
    report(sample("arf-full"), FBL);

    assertThat(get("q/metrics").body())
        .contains("baton_feedback_reports_total{kind=\"arf\",outcome=\"published\"}")
        .contains("baton_events_published_total{type=\"email.complained\"}");
  }

  @Test
  void itIsReadyWhileTheDoorIsOpen() throws Exception {
    HttpResponse<String> ready = get("q/health/ready");

    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("feedback SMTP");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(root.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private byte[] sample(String name) {
    return Samples.read(name, sent.reference());
  }

  private String report(byte[] message, String... recipients) {
    try (Reporter reporter = new Reporter(smtp.port())) {
      return reporter.report(message, recipients);
    }
  }

  private double counted(String kind, String outcome) {
    return meters.counter("baton.feedback.reports", "kind", kind, "outcome", outcome).count();
  }

  private SSLContext trust() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (var pem = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
