package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class QuotaResourceTest {

  @Inject Domains domains;

  @Test
  void anAccountHasNoQuotaUntilOneIsSet() {
    Tenant tenant = Tenant.create(domains);
    quota(tenant).body("messages_per_minute", nullValue()).body("recipients", nullValue());
    set(tenant, "{\"messages_per_day\": 50000, \"recipients\": 50}")
        .statusCode(200)
        .body("messages_per_day", equalTo(50000))
        .body("recipients", equalTo(50))
        .body("counted_today", equalTo(0));

    set(tenant, "{}").statusCode(200).body("messages_per_day", nullValue());
  }

  @Test
  void whoHasSentItsDaysShareIsToldWhenTheNextOneBegins() {
    Tenant tenant = Tenant.create(domains);
    set(tenant, "{\"messages_per_day\": 3}").statusCode(200);
    for (int i = 0; i < 3; i++) {
      send(tenant, "\"ada@example.org\"").then().statusCode(202);
    }

    Response refused = send(tenant, "\"ada@example.org\"");
    refused
        .then()
        .statusCode(429)
        .body("type", containsString("quota-used-up"))
        .body("detail", containsString("3 messages a day"))
        .header("RateLimit-Limit", "3")
        .header("RateLimit-Remaining", "0")
        .header("Retry-After", notNullValue());
    assertThat(refused.header("RateLimit-Reset")).isEqualTo(refused.header("Retry-After"));
    quota(tenant).body("counted_today", equalTo(3));
    set(tenant, "{\"messages_per_day\": 4}").statusCode(200);
    send(tenant, "\"ada@example.org\"").then().statusCode(202);
  }

  @Test
  void aMinutesShareIsAllThatPassesInAMinute() {
    Tenant tenant = Tenant.create(domains);
    set(tenant, "{\"messages_per_minute\": 2}").statusCode(200);
    int accepted = 0;
    Response last;
    do {
      last = send(tenant, "\"ada@example.org\"");
      accepted++;
    } while (last.statusCode() == 202 && accepted < 20);

    last.then()
        .statusCode(429)
        .body("type", containsString("rate-limited"))
        .header("RateLimit-Limit", "2");
  }

  @Test
  void aRepetitionUnderAnIdempotencyKeyCountsOnce() {
    Tenant tenant = Tenant.create(domains);
    set(tenant, "{\"messages_per_day\": 1}").statusCode(200);

    assertThat(keyed(tenant).statusCode(202).extract().asString())
        .isEqualTo(keyed(tenant).statusCode(202).extract().asString());
    send(tenant, "\"ada@example.org\"").then().statusCode(429);
  }

  @Test
  void whatCanNeverPassIsNotToldToComeAgain() {
    Tenant tenant = Tenant.create(domains);
    set(tenant, "{\"messages_per_minute\": 1}").statusCode(200);
    send(tenant, "[\"ada@example.org\", \"eve@example.org\"]")
        .then()
        .statusCode(422)
        .body("type", containsString("too-many-recipients"))
        .body("detail", equalTo("a submission of this account has at most 1 recipients"))
        .body("field", equalTo("to"));
  }

  @Test
  void quotasThatMakeNoSenseAreNamed() {
    Tenant tenant = Tenant.create(domains);
    set(tenant, "{\"messages_per_day\": 0}")
        .statusCode(422)
        .body("field", equalTo("messages_per_day"));
    set(tenant, "{\"recipients\": 1.5}").statusCode(422).body("field", equalTo("recipients"));
    set(tenant, "{\"messages_per_day\": true}")
        .statusCode(422)
        .body("detail", equalTo("The value has to be a whole number."));
    set(tenant, "{\"per_second\": 1}").statusCode(422).body("field", equalTo("per_second"));
    tenant.asking().get("/v1/accounts/" + tenant.account() + "/quota").then().statusCode(401);
    given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .get("/v1/accounts/nobody/quota")
        .then()
        .statusCode(404);
  }

  private static ValidatableResponse quota(Tenant tenant) {
    return given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .get("/v1/accounts/" + tenant.account() + "/quota")
        .then()
        .statusCode(200);
  }

  private static ValidatableResponse set(Tenant tenant, String body) {
    return given()
        .auth()
        .oauth2(SubmissionUnderTest.ADMIN_KEY)
        .contentType(ContentType.JSON)
        .body(body)
        .put("/v1/accounts/" + tenant.account() + "/quota")
        .then();
  }

  private static ValidatableResponse keyed(Tenant tenant) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .header("Idempotency-Key", "once")
        .body(message(tenant, "\"ada@example.org\""))
        .post("/v1/emails")
        .then();
  }

  private static Response send(Tenant tenant, String to) {
    return tenant
        .asking()
        .contentType(ContentType.JSON)
        .body(message(tenant, to))
        .post("/v1/emails");
  }

  private static String message(Tenant tenant, String to) {
    return "{\"from\": \"news@%s\", \"to\": %s, \"text\": \"Hello\"}"
        .formatted(tenant.domain(), to);
  }
}
