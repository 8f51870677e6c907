package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may have a recipient erased, and how the address is written. */
@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class RecipientsResourceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;

  private Tenant tenant;

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void anAddressIsReadAsItIsEncoded() {
    String id = tenant.send("a/b+c%d@example.org");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> tenant.asking().get("/v1/emails").then().body("emails[0].id", equalTo(id)));

    tenant
        .asking()
        .urlEncodingEnabled(false)
        .delete("/v1/recipients/a%2Fb%2Bc%25d%40example.org")
        .then()
        .statusCode(202)
        .body("messages", equalTo(1));
    tenant.asking().get("/v1/emails/" + id).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "ada@", "@example.org", "a b@example.org", "ada@exa_mple..org"})
  void whatIsNoAddressIsNamed(String text) {
    tenant
        .asking()
        .delete("/v1/recipients/{address}", text)
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo("address"));
  }

  @Test
  void erasingNeedsTheScopeForChanges() {
    String reader =
        tenant
            .asking()
            .contentType(ContentType.JSON)
            .body("{\"name\": \"x\", \"scopes\": [\"read\", \"send\"]}")
            .post("/v1/credentials")
            .then()
            .statusCode(201)
            .extract()
            .path("api_key");
    given()
        .auth()
        .oauth2(reader)
        .delete("/v1/recipients/ada@example.org")
        .then()
        .statusCode(403)
        .body("type", containsString("missing-scope"));
    given().delete("/v1/recipients/ada@example.org").then().statusCode(401);
  }
}
