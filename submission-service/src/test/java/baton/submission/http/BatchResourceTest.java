package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasSize;

import baton.contracts.Topic;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class BatchResourceTest {

  @Inject Domains domains;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void everyRecipientGetsAMessageOfHisOwn() {
    List<String> ids =
        batch(ApiExamples.NEW_BATCH.replace("news@example.com", "news@" + tenant.domain()))
            .statusCode(202)
            .body("emails.to", equalTo(List.of("ada@example.org", "grace@example.org")))
            .extract()
            .path("emails.id");

    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      Map<String, KafkaProbe.Entry> messages = new HashMap<>();
      for (KafkaProbe.Entry entry : probe.readAll(Topic.OUTBOUND.name())) {
        messages.put(entry.header("ce_id"), entry);
      }
      assertThat(messages.get(ids.getFirst()).text())
          .contains("To: Ada Lovelace <ada@example.org>", "Subject: Good news, Ada")
          .contains("Dear Ada, your balance in May is 12.50.")
          .doesNotContain("grace");
      assertThat(messages.get(ids.getLast()).text())
          .contains("To: grace@example.org", "your balance in May is 7.")
          .doesNotContain("Ada");
    }
    tenant
        .asking()
        .get("/v1/emails/" + ids.getLast())
        .then()
        .body("metadata", hasEntry("customer", "43"))
        .body("tags", equalTo(List.of("balances")));
  }

  @Test
  void aBatchMayUseATemplate() {
    json(ApiExamples.NEW_TEMPLATE).post("/v1/templates").then().statusCode(201);
    batch(
            """
            {"from": "news@%s", "template": "order-shipped", "variables": {"items": []},
             "recipients": [{"to": "a@example.org",
               "variables": {"name": "A", "order": {"number": "1"}}}]}
            """
                .formatted(tenant.domain()))
        .statusCode(202)
        .body("emails", hasSize(1));
  }

  @Test
  void aThousandRecipientsAreTaken() {
    batch(manyRecipients(1_000)).statusCode(202).body("emails", hasSize(1_000));
    batch(manyRecipients(1_001)).statusCode(422).body("field", equalTo("recipients"));
  }

  @Test
  void allAreTakenOrNone() {
    String body =
        """
        {"from": "news@%s", "text": "Dear {{name}}", "recipients": [
          {"to": "first@none.example", "variables": {"name": "x"}},
          {"to": "second@none.example", "variables": {"name": "x"}},
          {"to": "third@none.example"}]}
        """
            .formatted(tenant.domain());
    batch(body).statusCode(422).body("field", equalTo("recipients[2].variables.name"));
    batch(body.replace("news@", "news@other.")).statusCode(422);
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      assertThat(probe.readAll(Topic.OUTBOUND.name()))
          .noneMatch(entry -> String.valueOf(entry.header("ce_subject")).endsWith("none.example"));
    }
  }

  @Test
  void messagesThatAreTooMuchTogetherAreRefused() {
    String text = "x".repeat(70 * 1024 - 1) + "\\n";
    batch(
            """
            {"from": "a@%s", "text": "%s", "recipients": [%s]}
            """
                .formatted(
                    tenant.domain(),
                    text,
                    String.join(",", Collections.nCopies(1_000, "{\"to\": \"b@example.org\"}"))))
        .statusCode(413)
        .body("field", equalTo("recipients"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "text": "x"                                                       | recipients
          "text": "x", "recipients": []                                     | recipients
          "text": "x", "recipients": [null]                                 | recipients[0].to
          "text": "x", "recipients": [{}]                                   | recipients[0].to
          "text": "x", "recipients": [{"to": "a@b.example"}, {"to": "@"}]   | recipients[1].to
          "text": "x", "recipients": [{"to": "a@[1.2.3.4]"}]                | recipients[0].to
          "text": "x", "recipients": [{"to": "a@b.example", "name": "x"}]   | recipients[0].name
          "text": "{{x", "recipients": [{"to": "a@b.example"}]              | text
          "recipients": [{"to": "a@b.example"}]                             | text
          "text": "{{x}}", "recipients": [{"to": "a@b.example"}] | recipients[0].variables.x
          "text": "x", "metadata": {"": "x"}, "recipients": [{"to": "a@b.example"}] | metadata
          "text": "x", "recipients": [{"to": "a@b.example", "metadata": {"": "x"}}] \
          | recipients[0].metadata
          "template": "none", "recipients": [{"to": "a@b.example"}]         | template
          "template": "none", "text": "x", "recipients": [{"to": "a@b.example"}] | text
          "text": "x", "headers": {"To": "x"}, "recipients": [{"to": "a@b.example"}] | headers.To
          """)
  void whatIsWrongIsNamed(String fields, String field) {
    batch("{\"from\": \"a@%s\", %s}".formatted(tenant.domain(), fields))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(field));
  }

  @Test
  void aSenderOfAnotherDomainIsRefused() {
    batch(
            "{\"from\": \"a@strange.example\", \"text\": \"x\","
                + " \"recipients\": [{\"to\": \"b@example.org\"}]}")
        .statusCode(403)
        .body("type", containsString("unverified-domain"))
        .body("field", equalTo("from"));
  }

  private String manyRecipients(int count) {
    return """
        {"from": "news@%s", "text": "Dear {{n}}", "recipients": [%s]}
        """
        .formatted(
            tenant.domain(),
            IntStream.range(0, count)
                .mapToObj(
                    n ->
                        "{\"to\": \"r%d@example.org\", \"variables\": {\"n\": %d}}".formatted(n, n))
                .collect(Collectors.joining(",")));
  }

  private RequestSpecification json(String body) {
    return tenant.asking().contentType(ContentType.JSON).body(body);
  }

  private ValidatableResponse batch(String body) {
    return json(body).post("/v1/emails/batch").then();
  }
}
