package baton.submission.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import baton.testkit.DnsServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class DomainsResourceTest {

  @Inject Domains domains;
  DnsServer dns;

  @Test
  void aDomainIsVerifiedByItsPublishedKey() {
    Tenant tenant = Tenant.create(domains);
    create(tenant, "Shop.Example")
        .statusCode(201)
        .body("name", equalTo("shop.example"))
        .body("verified", equalTo(false))
        .body("records[0].type", equalTo("TXT"))
        .body("records[0].value", startsWith("v=DKIM1; k=rsa; p="));
    String name = record(tenant, "shop.example", "name");
    dns.zone("shop.example");
    verify(tenant, "shop.example")
        .body("verified", equalTo(false))
        .body("finding", containsString("no TXT record at " + name));

    dns.txt(name, "v=DKIM1; p=AAAA");
    verify(tenant, "shop.example")
        .body("verified", equalTo(false))
        .body("finding", containsString("another key"));

    dns.remove(name).txt(name, record(tenant, "shop.example", "value"));
    verify(tenant, "shop.example")
        .body("verified", equalTo(true))
        .body("finding", containsString("is published"));
    tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"from\": \"a@shop.example\", \"to\": \"b@example.org\", \"text\": \"x\"}")
        .post("/v1/emails")
        .then()
        .statusCode(202);
  }

  @Test
  void aDomainHasOneOwner() {
    Tenant first = Tenant.create(domains);
    Tenant second = Tenant.create(domains);
    create(first, "owned.example").statusCode(201);
    create(second, "owned.example").statusCode(201);
    dns.txt(record(first, "owned.example", "name"), record(first, "owned.example", "value"));
    dns.txt(record(second, "owned.example", "name"), record(second, "owned.example", "value"));
    verify(first, "owned.example").body("verified", equalTo(true));
    verify(second, "owned.example")
        .body("verified", equalTo(false))
        .body("finding", containsString("another account"));
  }

  @Test
  void whereTheDnsIsSilentNothingChanges() {
    Tenant tenant = Tenant.create(domains);
    create(tenant, "broken.example").statusCode(201);
    dns.servfail(record(tenant, "broken.example", "name"));
    tenant
        .asking()
        .post("/v1/domains/broken.example/verify")
        .then()
        .statusCode(503)
        .header("Retry-After", equalTo("5"))
        .body("detail", containsString("SERVFAIL"));
  }

  @Test
  void onlyOnesOwnDomainsAreSeen() {
    Tenant tenant = Tenant.create(domains);
    Tenant other = Tenant.create(domains);
    tenant
        .asking()
        .get("/v1/domains")
        .then()
        .statusCode(200)
        .body("domains.name", hasItem(tenant.domain()))
        .body("domains.size()", equalTo(1));
    tenant.asking().get("/v1/domains/" + other.domain()).then().statusCode(404);
    tenant.asking().post("/v1/domains/" + other.domain() + "/verify").then().statusCode(404);
  }

  @Test
  void whatIsNoDomainIsRefused() {
    Tenant tenant = Tenant.create(domains);
    create(tenant, "localhost").statusCode(422).body("field", equalTo("name"));
    create(tenant, "[192.0.2.1]").statusCode(422);
    create(tenant, "a..example").statusCode(422);
    create(tenant, "bücher.example").statusCode(201).body("name", equalTo("xn--bcher-kva.example"));
  }

  private static ValidatableResponse create(Tenant tenant, String name) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body("{\"name\": \"" + name + "\"}")
        .post("/v1/domains")
        .then();
  }

  private static ValidatableResponse verify(Tenant tenant, String name) {
    return tenant.asking().post("/v1/domains/" + name + "/verify").then().statusCode(200);
  }

  private static String record(Tenant tenant, String domain, String part) {
    return tenant
        .asking()
        .get("/v1/domains/" + domain)
        .then()
        .statusCode(200)
        .extract()
        .path("records[0]." + part);
  }
}
