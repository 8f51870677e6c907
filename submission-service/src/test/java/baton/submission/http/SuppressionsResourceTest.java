package baton.submission.http;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class SuppressionsResourceTest {

  @Inject Domains domains;

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

  private static void expectStatus(Tenant tenant, String id, String status) {
    tenant.asking().get("/v1/emails/" + id).then().statusCode(200).body("status", equalTo(status));
  }
}
