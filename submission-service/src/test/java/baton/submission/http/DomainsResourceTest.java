package baton.submission.http;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
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
  void everyRecordIsShownWithWhatIsInItsPlace() {
    Tenant tenant = Tenant.create(domains);
    create(tenant, "news.shown.example")
        .statusCode(201)
        .body("status", equalTo("pending"))
        .body(
            "records.purpose", contains("dkim", "dkim", "return_path", "spf", "tracking", "dmarc"))
        .body("records.required", contains(true, false, false, false, false, false))
        .body("records.status", everyItem(equalTo("unknown")))
        .body(
            "records.publisher",
            contains("owner", "owner", "operator", "operator", "operator", "owner"))
        .body("records[1].value", startsWith("v=DKIM1; k=ed25519; p="))
        .body("records[2].type", equalTo("MX"))
        .body("records[2].name", equalTo("bounces.baton.test"))
        .body("records[2].value", equalTo("10 mail.baton.test"))
        .body("records[3].value", equalTo("v=spf1 a:mail.baton.test -all"))
        .body("records[4].type", equalTo("CNAME"))
        .body("records[4].name", equalTo("track.baton.test"))
        .body("records[4].value", equalTo("mail.baton.test"))
        .body("records[5].name", equalTo("_dmarc.news.shown.example"));
    dns.zone("shown.example").zone("baton.test");
    verify(tenant, "news.shown.example")
        .body("records.status", everyItem(equalTo("missing")))
        .body("records[5].finding", containsString("expected: v=DMARC1; p=none"));

    dns.mx("bounces.baton.test", 10, "mx.example.net")
        .txt("bounces.baton.test", "v=spf1 mx -all")
        .a("track.baton.test", "192.0.2.7")
        .txt("_dmarc.shown.example", "v=DMARC1; p=reject")
        .servfail("baton-" + tenant.account() + "-ed._domainkey.news.shown.example");
    verify(tenant, "news.shown.example")
        .body(
            "records.status",
            contains("missing", "unknown", "wrong", "wrong", "published", "published"))
        .body("records[1].finding", containsString("SERVFAIL"))
        .body("records[2].found", contains("10 mx.example.net"))
        .body(
            "records[2].finding",
            containsString("Found: 10 mx.example.net. Expected: 10 mail.baton.test"))
        .body("records[3].finding", containsString("lacks a:mail.baton.test"))
        .body("records[5].finding", containsString("_dmarc.shown.example"));

    dns.remove("bounces.baton.test")
        .mx("bounces.baton.test", 5, "mail.baton.test")
        .txt("bounces.baton.test", "v=spf1 a:mail.baton.test -all")
        .remove("track.baton.test")
        .cname("track.baton.test", "mail.baton.test");
    verify(tenant, "news.shown.example")
        .body(
            "records.status",
            contains("missing", "unknown", "published", "published", "published", "published"));
    tenant
        .asking()
        .get("/v1/domains/news.shown.example")
        .then()
        .body("checked_at", notNullValue())
        .body("records[2].status", equalTo("published"));
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
    tenant.asking().post("/v1/domains/" + other.domain() + "/rotate").then().statusCode(404);
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
