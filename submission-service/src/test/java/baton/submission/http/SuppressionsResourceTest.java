package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import baton.contracts.Topic;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SuppressionsResourceTest {

  @Inject Domains domains;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  @Test
  void aSuppressedAddressGetsNoMailUntilItIsReleased() {
    Tenant tenant = Tenant.create(domains);
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"Ada@Example.org\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(201)
        .body("address", equalTo("ada@example.org"))
        .body("reason", equalTo("manual"));
    tenant
        .asking()
        .get("/v1/suppressions")
        .then()
        .statusCode(200)
        .body("suppressions", hasSize(1))
        .body("suppressions[0].address", equalTo("ada@example.org"));

    expectStatus(tenant, tenant.send("aDa@example.ORG"), "suppressed");
    expectStatus(tenant, tenant.send("grace@example.org"), "accepted");

    tenant.asking().delete("/v1/suppressions/ADA@example.org").then().statusCode(204);
    expectStatus(tenant, tenant.send("ada@example.org"), "accepted");
    tenant.asking().delete("/v1/suppressions/ada@example.org").then().statusCode(404);
  }

  @Test
  void oneAccountsListIsNotAnothers() {
    Tenant tenant = Tenant.create(domains);
    Tenant other = Tenant.create(domains);
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"ada@example.org\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(201);
    other.asking().get("/v1/suppressions").then().body("suppressions", hasSize(0));
    expectStatus(other, other.send("ada@example.org"), "accepted");
  }

  @Test
  void theAdministratorsListHoldsForAllAccounts() {
    Tenant tenant = Tenant.create(domains);
    administrator()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"Trap@example.org\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(201);
    administrator()
        .get("/v1/suppressions/trap@example.org")
        .then()
        .statusCode(200)
        .body("reason", equalTo("manual"));
    administrator()
        .contentType("text/csv")
        .body("address\nother-trap@example.org\n")
        .post("/v1/suppressions.csv")
        .then()
        .statusCode(200);

    expectStatus(tenant, tenant.send("TRAP@example.org"), "suppressed");
    expectStatus(tenant, tenant.send("other-trap@example.org"), "suppressed");
    tenant.asking().get("/v1/suppressions").then().body("suppressions", hasSize(0));
    tenant.asking().delete("/v1/suppressions/trap@example.org").then().statusCode(404);

    administrator().delete("/v1/suppressions/trap@example.org").then().statusCode(204);
    administrator().delete("/v1/suppressions/other-trap@example.org").then().statusCode(204);
    expectStatus(tenant, tenant.send("trap@example.org"), "accepted");
  }

  @Test
  void everyChangeIsToldOnce() {
    Tenant tenant = Tenant.create(domains);
    importing(tenant, "address,reason\nada@example.org,complaint\neve@example.org,unsubscribe\n")
        .statusCode(200);
    importing(tenant, "address\nada@example.org\n").statusCode(200).body("added", equalTo(0));
    tenant.asking().delete("/v1/suppressions/ada@example.org").then().statusCode(204);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> told(tenant).size() >= 3 && told(tenant).getLast().contains("removed"));
    assertThat(told(tenant))
        .containsExactlyInAnyOrder(
            "suppression.added ada@example.org complaint",
            "suppression.added eve@example.org unsubscribe",
            "suppression.removed ada@example.org complaint")
        .endsWith("suppression.removed ada@example.org complaint");
  }

  /** Events about the account's list, as they lie on the topic. */
  private List<String> told(Tenant tenant) {
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      return probe.readAll(Topic.EVENTS_SUBMISSION.name()).stream()
          .filter(entry -> String.valueOf(entry.key()).startsWith(tenant.account() + "/"))
          .filter(entry -> entry.headers().get("ce_type").startsWith("suppression."))
          .map(SuppressionsResourceTest::words)
          .toList();
    }
  }

  private static String words(KafkaProbe.Entry entry) {
    JsonPath data = JsonPath.from(entry.text());
    return String.join(
        " ", entry.headers().get("ce_type"), data.get("recipient"), data.get("reason"));
  }

  @Test
  void whatIsNoAddressIsRefused() {
    Tenant.create(domains)
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"ada\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo("address"));
  }

  @Test
  void aListIsImportedAndExported() {
    Tenant tenant = Tenant.create(domains);
    importing(tenant, ApiExamples.SUPPRESSIONS)
        .statusCode(200)
        .body("read", equalTo(2))
        .body("added", equalTo(2));
    importing(
            tenant,
            "\ufeffAddress\r\n\"\"\"x,y\"\"@example.org\"\r\nADA@example.org\r\nada@Example.org\n")
        .statusCode(200)
        .body("read", equalTo(2))
        .body("added", equalTo(1));

    String exported =
        tenant.asking().get("/v1/suppressions.csv").then().statusCode(200).extract().asString();
    assertThat(exported.lines())
        .hasSize(4)
        .startsWith("address,reason,since,message_id")
        .contains("ada@example.org,unsubscribe,2026-05-01T10:00:00Z,")
        .anyMatch(line -> line.startsWith("grace@example.org,manual,20"))
        .anyMatch(line -> line.startsWith("\"\"\"x,y\"\"@example.org\",manual,"));
    expectStatus(tenant, tenant.send("grace@example.org"), "suppressed");
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"address\": \"ada@example.org\"}")
        .post("/v1/suppressions")
        .then()
        .statusCode(201)
        .body("reason", equalTo("unsubscribe"))
        .body("since", equalTo("2026-05-01T10:00:00Z"));

    Tenant other = Tenant.create(domains);
    importing(other, exported).statusCode(200).body("added", equalTo(3));
    assertThat(
            other.asking().get("/v1/suppressions.csv").then().extract().asString().lines().sorted())
        .isEqualTo(exported.lines().sorted().toList());
  }

  @Test
  void aLongListIsExportedWhole() {
    Tenant tenant = Tenant.create(domains);
    String lines =
        IntStream.range(0, 2_000)
            .mapToObj(n -> "a" + n + "@example.org\n")
            .collect(Collectors.joining("", "address\n", ""));
    importing(tenant, lines).statusCode(200).body("added", equalTo(2_000));
    assertThat(tenant.asking().get("/v1/suppressions.csv").then().extract().asString().lines())
        .hasSize(2_001)
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                        | address
          ada@example.org                           | ada@example.org
          address,name\\nada@example.org,Ada        | name
          reason\\nmanual                           | address
          address\\nada@example.org\\nada           | address
          address,reason\\nada@example.org,hate     | reason
          address,since\\nada@example.org,yesterday | since
          address,since\\nada@example.org,2999-01-01T00:00:00Z | since
          address,message_id\\nada@example.org,7    | message_id
          address\\nada@example.org,x               | address
          """)
  void aLineThatMakesNoSenseIsNamedAndNothingImported(String csv, String field) {
    Tenant tenant = Tenant.create(domains);
    importing(tenant, csv.replace("\\n", "\n"))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(field));
    tenant.asking().get("/v1/suppressions").then().body("suppressions", hasSize(0));
  }

  private static ValidatableResponse importing(Tenant tenant, String csv) {
    return tenant
        .asking()
        .contentType("text/csv; charset=utf-8")
        .body(csv.getBytes(StandardCharsets.UTF_8))
        .post("/v1/suppressions.csv")
        .then();
  }

  private static RequestSpecification administrator() {
    return given().auth().oauth2(SubmissionUnderTest.ADMIN_KEY);
  }

  private static void expectStatus(Tenant tenant, String id, String status) {
    tenant.asking().get("/v1/emails/" + id).then().statusCode(200).body("status", equalTo(status));
  }
}
