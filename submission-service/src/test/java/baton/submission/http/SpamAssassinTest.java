package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.Topic;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a spam filter finds in mail that was composed here, as it leaves for its recipient. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SpamAssassinTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * What it notes and counts no fault: that there is HTML and a signature, which cannot be checked
   * without the network, and that no server has handed the message on yet.
   */
  private static final Set<String> NOTES =
      Set.of(
          "HTML_MESSAGE",
          "NO_RELAYS",
          "NO_RECEIVED",
          "DKIM_SIGNED",
          "DKIM_INVALID",
          "T_DKIM_INVALID");

  private static final Pattern STATUS =
      Pattern.compile("X-Spam-Status: .*?tests=(.*?)(autolearn|shortcircuit)", Pattern.DOTALL);

  @Inject Domains domains;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @TempDir Path home;

  @Test
  @NeedsProgram("spamassassin")
  void htmlWithAnImageAndAnAttachmentHasNoFault() {
    Tenant tenant = Tenant.create(domains);
    String id =
        tenant
            .asking()
            .contentType(ContentType.JSON)
            .body(
                ApiExamples.WITH_IMAGE
                    .replace("shop@example.com", "shop@" + tenant.domain())
                    .replace("Kind regards", words() + "Kind regards"))
            .post("/v1/emails")
            .then()
            .statusCode(202)
            .extract()
            .path("emails[0].id");

    assertThat(hits(message(id))).isSubsetOf(NOTES);
  }

  @Test
  @NeedsProgram("spamassassin")
  void aFaultWouldBeSeen() {
    assertThat(
            hits(
                "From: x\r\nSubject: a\r\nX-Note: \u00e9\r\n\r\nx\r\n"
                    .getBytes(StandardCharsets.UTF_8)))
        .contains("MISSING_DATE");
  }

  /** A picture with few words beside it is suspicious, whoever composed it. */
  private static String words() {
    return IntStream.rangeClosed(1, 50)
        .mapToObj(
            "Line %d of your order is a notebook with ruled pages, bound in green linen. "
                ::formatted)
        .collect(Collectors.joining("\\n"));
  }

  private byte[] message(String id) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe
          .read(
              Topic.OUTBOUND.name(),
              PATIENCE,
              entries -> entries.stream().anyMatch(entry -> id.equals(entry.header("ce_id"))))
          .stream()
          .filter(entry -> id.equals(entry.header("ce_id")))
          .findFirst()
          .orElseThrow()
          .value();
    }
  }

  private List<String> hits(byte[] message) {
    Programs.Run run =
        Programs.run(
            PATIENCE,
            message,
            Map.of("HOME", home.toString(), "LANG", "C"),
            List.of("spamassassin", "-L", "-t"));
    Matcher status = STATUS.matcher(run.output());
    assertThat(status.find()).as("%s%s", run.output(), run.errors()).isTrue();
    return Arrays.stream(status.group(1).split("[,\\s]+")).filter(s -> !s.isEmpty()).toList();
  }
}
