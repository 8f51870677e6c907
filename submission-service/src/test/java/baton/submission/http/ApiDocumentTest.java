package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;

import baton.submission.SubmissionUnderTest;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class ApiDocumentTest {

  @Test
  void theDocumentTellsEveryPathWithSchemasAndExamples() {
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .body("info.title", equalTo("Baton"))
        .body("paths", hasKey("/v1/emails"))
        .body("paths", hasKey("/v1/emails/raw"))
        .body("paths", hasKey("/v1/emails/{id}"))
        .body("paths", hasKey("/v1/domains/{name}/verify"))
        .body("paths", hasKey("/v1/suppressions/{address}"))
        .body("paths", hasKey("/v1/accounts"))
        .body("paths", hasKey("/v1/emails/batch"))
        .body("paths", hasKey("/v1/templates/{name}/preview"))
        .body("paths", hasKey("/v1/credentials/{id}"))
        .body("paths", hasKey("/v1/suppressions.csv"))
        .body("paths.'/v1/recipients/{address}'", hasKey("delete"))
        .body("paths.'/v1/emails'", hasKey("get"))
        .body("components.schemas.NewBatch.properties.recipients.maxItems", equalTo(1000))
        .body("components.schemas.NewTemplate.properties.html.maxLength", equalTo(524288))
        .body("components.schemas.NewEmail.properties.tags.maxItems", equalTo(10))
        .body("components.schemas.NewEmail.properties", hasKey("reply_to"))
        .body("paths", hasKey("/v1/accounts/{id}/quota"))
        .body("paths.'/v1/emails'.post.responses", hasKey("429"))
        .body("components.responses.RateLimited.headers", hasKey("RateLimit-Reset"))
        .body("components.schemas", hasKey("Problem"))
        .body("components.securitySchemes", hasKey("apiKey"))
        .body(
            "paths.'/v1/emails'.post.requestBody.content.'application/json'.examples",
            notNullValue());
  }

  @Test
  void theServiceSaysThatItIsReady() {
    given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void theServiceTellsItsMetrics() {
    given().get("/q/metrics").then().statusCode(200).body(containsString("jvm_"));
  }
}
