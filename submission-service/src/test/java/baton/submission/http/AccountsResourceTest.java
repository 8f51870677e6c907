package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import baton.submission.SubmissionUnderTest;
import baton.submission.accounts.Accounts;
import baton.submission.accounts.ApiKey;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class AccountsResourceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject Accounts accounts;
  @Inject Domains domains;

  @Test
  void aKeyIsShownOnceAndWorksAtOnce() {
    Tenant tenant = Tenant.create(domains);
    assertThat(tenant.apiKey()).matches("baton_[A-Za-z0-9_-]{43}");
    tenant.asking().get("/v1/domains").then().statusCode(200);
  }

  @Test
  void anAccountIsCreatedOnce() {
    create(SubmissionUnderTest.ADMIN_KEY, "{\"id\": \"once\", \"name\": \"Once\"}").statusCode(201);
    create(SubmissionUnderTest.ADMIN_KEY, "{\"id\": \"once\", \"name\": \"Once\"}").statusCode(409);
  }

  @Test
  void onlyTheAdministratorCreatesAccounts() {
    String body = "{\"id\": \"mine\", \"name\": \"Mine\"}";
    create("guess", body).statusCode(401).contentType("application/problem+json");
    create(Tenant.create(domains).apiKey(), body).statusCode(401);
  }

  @Test
  void anIdHasItsForm() {
    create(SubmissionUnderTest.ADMIN_KEY, "{\"id\": \"TooLongAnId\", \"name\": \"x\"}")
        .statusCode(422)
        .body("field", equalTo("id"));
    create(SubmissionUnderTest.ADMIN_KEY, "{\"id\": \"ok\"}")
        .statusCode(422)
        .body("field", equalTo("name"));
  }

  @Test
  void anAccountThatIsEnsuredTwiceStaysOne() {
    ApiKey key = ApiKey.generate();
    accounts.ensure("ensured", "Ensured", key).await().atMost(PATIENCE);
    accounts.ensure("ensured", "Ensured", key).await().atMost(PATIENCE);
    given().auth().oauth2(key.reveal()).get("/v1/domains").then().statusCode(200);
  }

  private static ValidatableResponse create(String key, String body) {
    return given()
        .auth()
        .oauth2(key)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/accounts")
        .then();
  }
}
