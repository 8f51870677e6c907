package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.http.Method;
import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class CredentialsResourceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Domains domains;

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void aKeyIsShownOnceListedAndRevoked() {
    ExtractableResponse<Response> made =
        create(tenant.apiKey(), ApiExamples.NEW_CREDENTIAL)
            .statusCode(201)
            .body("scopes", equalTo(List.of("send")))
            .body("domains", equalTo(List.of("example.com")))
            .body("networks", equalTo(List.of("127.0.0.0/8", "0:0:0:0:0:0:0:1/128")))
            .body("last_used_at", nullValue())
            .extract();
    String key = made.path("api_key");
    String id = made.path("id");
    assertThat(key).matches("baton_[A-Za-z0-9_-]{43}");

    tenant
        .asking()
        .get("/v1/credentials")
        .then()
        .statusCode(200)
        .body("credentials.id", hasItem(id))
        .body("credentials.size()", equalTo(2))
        .body("credentials[1].api_key", nullValue());
    status(key, Method.POST, "/v1/emails", 422);

    tenant.asking().delete("/v1/credentials/" + id).then().statusCode(204);
    status(key, Method.POST, "/v1/emails", 401);
    tenant.asking().delete("/v1/credentials/" + id).then().statusCode(404);
    tenant.asking().delete("/v1/credentials/nonsense").then().statusCode(404);
  }

  @Test
  void whenAKeyWasUsedIsTold() {
    tenant.asking().get("/v1/domains").then().statusCode(200);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                tenant
                    .asking()
                    .get("/v1/credentials")
                    .then()
                    .body("credentials[0].last_used_at", notNullValue()));
  }

  /** Every path of the API with what it needs; what is answered but 403 depends on the request. */
  @ParameterizedTest
  @CsvSource({
    "POST, /v1/emails, send",
    "POST, /v1/emails/raw, send",
    "POST, /v1/emails/batch, send",
    "GET, /v1/emails, read",
    "GET, /v1/emails/018b2f19-e79e-7d6a-a56d-29feb6211b04, read",
    "GET, /v1/domains, read",
    "GET, /v1/domains/a.test, read",
    "POST, /v1/domains, manage",
    "POST, /v1/domains/a.test/verify, manage",
    "GET, /v1/suppressions, read",
    "POST, /v1/suppressions, manage",
    "DELETE, /v1/suppressions/a@b.test, manage",
    "GET, /v1/suppressions.csv, read",
    "POST, /v1/suppressions.csv, manage",
    "GET, /v1/templates, read",
    "GET, /v1/templates/a, read",
    "POST, /v1/templates, manage",
    "PUT, /v1/templates/a, manage",
    "DELETE, /v1/templates/a, manage",
    "POST, /v1/templates/a/preview, read",
    "GET, /v1/credentials, manage",
    "POST, /v1/credentials, manage",
    "DELETE, /v1/credentials/018b2f19-e79e-7d6a-a56d-29feb6211b04, manage"
  })
  void aKeyDoesWhatItsScopesSay(Method method, String path, String needed) {
    for (String scope : List.of("send", "read", "manage")) {
      String key = keyWith("\"scopes\": [\"" + scope + "\"]");
      ValidatableResponse answer = ask(key, method, path);
      if (scope.equals(needed)) {
        assertThat(answer.extract().statusCode()).as(scope).isNotIn(401, 403, 405, 500);
      } else {
        answer
            .statusCode(403)
            .contentType("application/problem+json")
            .body("type", containsString("missing-scope"))
            .body("detail", containsString("scope " + needed));
      }
    }
  }

  @Test
  void aKeySendsFromItsDomainsOnly() {
    String second = "second." + tenant.domain();
    domains.ensureVerified(tenant.account(), second).await().atMost(PATIENCE);
    String key = keyWith("\"scopes\": [\"send\"], \"domains\": [\"" + second + "\"]");

    send(key, second).statusCode(202);
    send(key, tenant.domain())
        .statusCode(403)
        .body("type", containsString("domain-not-granted"))
        .body("field", equalTo("from"))
        .body("detail", containsString(tenant.domain()));
  }

  @Test
  void aKeyIsUsedFromItsNetworksOnly() {
    String here = keyWith("\"scopes\": [\"send\"], \"networks\": [\"127.0.0.0/8\", \"::1\"]");
    String elsewhere = keyWith("\"scopes\": [\"send\"], \"networks\": [\"192.0.2.0/24\"]");

    send(here, tenant.domain()).statusCode(202);
    send(elsewhere, tenant.domain())
        .statusCode(403)
        .contentType("application/problem+json")
        .body("type", containsString("network-not-granted"));
  }

  @Test
  void aKeyGrantsNoMoreThanItHas() {
    String manager = keyWith("\"scopes\": [\"manage\", \"send\"], \"domains\": [\"a.test\"]");

    create(manager, "{\"name\": \"x\", \"scopes\": [\"send\"], \"domains\": [\"a.test\"]}")
        .statusCode(201);
    for (String body :
        List.of(
            "{\"name\": \"x\", \"scopes\": [\"read\"], \"domains\": [\"a.test\"]}",
            "{\"name\": \"x\", \"scopes\": [\"send\"]}",
            "{\"name\": \"x\", \"scopes\": [\"send\"], \"domains\": [\"b.test\"]}")) {
      create(manager, body).statusCode(403).body("type", containsString("too-much-granted"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "scopes": ["send"]                                           | name
          "name": " ", "scopes": ["send"]                              | name
          "name": "x"                                                  | scopes
          "name": "x", "scopes": []                                    | scopes
          "name": "x", "scopes": ["send", "write"]                     | scopes[1]
          "name": "x", "scopes": ["send"], "domains": []               | domains
          "name": "x", "scopes": ["send"], "domains": ["a..b"]         | domains[0]
          "name": "x", "scopes": ["send"], "networks": ["::", "x/8"]   | networks[1]
          "name": "x", "scopes": ["send"], "networks": ["10.0.0.1/8"]  | networks[0]
          """)
  void whatMakesNoSenseIsNamed(String fields, String field) {
    create(tenant.apiKey(), "{" + fields + "}")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(field));
  }

  @Test
  void anotherAccountsKeyIsUnknown() {
    String id =
        create(tenant.apiKey(), "{\"name\": \"x\", \"scopes\": [\"send\"]}").extract().path("id");
    Tenant.create(domains).asking().delete("/v1/credentials/" + id).then().statusCode(404);
  }

  private String keyWith(String fields) {
    return create(tenant.apiKey(), "{\"name\": \"A test's\", " + fields + "}")
        .statusCode(201)
        .extract()
        .path("api_key");
  }

  private static ValidatableResponse create(String key, String body) {
    return given()
        .auth()
        .oauth2(key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/credentials")
        .then();
  }

  private static ValidatableResponse send(String key, String domain) {
    return given()
        .auth()
        .oauth2(key)
        .contentType(ContentType.JSON)
        .body(Map.of("from", "a@" + domain, "to", "b@example.org", "text", "x"))
        .post("/v1/emails")
        .then();
  }

  private static void status(String key, Method method, String path, int status) {
    ask(key, method, path).statusCode(status);
  }

  private static ValidatableResponse ask(String key, Method method, String path) {
    var request = given().auth().oauth2(key);
    if (path.endsWith("/raw")) {
      request.config(Tenant.PLAIN).contentType("message/rfc822").body("x");
    } else if (path.endsWith(".csv") && method == Method.POST) {
      request.contentType("text/csv").body("address\n".getBytes(StandardCharsets.UTF_8));
    } else if (method == Method.POST || method == Method.PUT) {
      request.contentType(ContentType.JSON).body("{}");
    }
    return request.request(method, path).then();
  }
}
