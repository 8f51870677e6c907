package baton.submission.http;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class TemplatesResourceTest {

  @Inject Domains domains;

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void aTemplateIsKeptShownReplacedAndDeleted() {
    create(ApiExamples.NEW_TEMPLATE)
        .statusCode(201)
        .body("name", equalTo("order-shipped"))
        .body("missing", equalTo("refuse"))
        .body("text", containsString("{{#items}}"));
    create(ApiExamples.NEW_TEMPLATE).statusCode(409);

    json("{\"text\": \"Hi {{name}}\", \"missing\": \"empty\"}")
        .put("/v1/templates/order-shipped")
        .then()
        .statusCode(200)
        .body("subject", nullValue())
        .body("missing", equalTo("empty"));
    tenant
        .asking()
        .get("/v1/templates/order-shipped")
        .then()
        .statusCode(200)
        .body("text", equalTo("Hi {{name}}"))
        .body("created_at", notNullValue());

    create("{\"name\": \"another\", \"subject\": \"S\", \"html\": \"x\"}").statusCode(201);
    tenant
        .asking()
        .get("/v1/templates")
        .then()
        .body("templates.name", equalTo(List.of("another", "order-shipped")))
        .body("templates[0].subject", equalTo("S"))
        .body("templates[0].html", nullValue());

    tenant.asking().delete("/v1/templates/order-shipped").then().statusCode(204);
    tenant.asking().delete("/v1/templates/order-shipped").then().statusCode(404);
    tenant.asking().get("/v1/templates/order-shipped").then().statusCode(404);
    json("{\"text\": \"x\"}").put("/v1/templates/order-shipped").then().statusCode(404);
    preview("order-shipped", "{}").statusCode(404);
  }

  @Test
  void aPreviewShowsWhatAMessageWouldSay() {
    create(ApiExamples.NEW_TEMPLATE).statusCode(201);

    preview("order-shipped", ApiExamples.VARIABLES)
        .statusCode(200)
        .body("subject", equalTo("Your order 42 is on its way"))
        .body("text", equalTo("Dear Ada,\n- A pen\n- Paper & ink\n"))
        .body("html", containsString("<li>Paper &amp; ink</li>"));
    preview("order-shipped", "{\"variables\": {\"name\": \"Ada\", \"order\": {}}}")
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", containsString("missing-variable"))
        .body("field", equalTo("variables.order.number"));
  }

  @Test
  void aMessageIsSentByTemplate() {
    create(ApiExamples.NEW_TEMPLATE).statusCode(201);
    String id =
        send(ApiExamples.BY_TEMPLATE.replace("news@example.com", "news@" + tenant.domain()))
            .statusCode(202)
            .extract()
            .path("emails[0].id");

    tenant
        .asking()
        .get("/v1/emails/" + id)
        .then()
        .statusCode(200)
        .body("subject", equalTo("Your order 42 is on its way"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "template": "unheard"                                       | template
          "template": "greeting"                                      | variables.name
          "template": "greeting", "variables": {"name": null}         | variables.name
          "template": "greeting", "variables": {"name": ["x"]}        | variables.name
          "template": "greeting", "variables": {"name": "a\\nBcc: x"} | variables.name
          "template": "greeting", "variables": {"items": [1, null]}   | variables.items[1]
          "template": "greeting", "variables": ["x"]                  | variables
          "template": "greeting", "text": "x"                         | text
          "text": "x", "variables": {}                                | variables
          """)
  void whatIsWrongWithVariablesIsNamed(String fields, String field) {
    create("{\"name\": \"greeting\", \"subject\": \"Hi {{name}}\", \"text\": \"Hi\"}")
        .statusCode(201);
    send("{\"from\": \"a@%s\", \"to\": \"b@example.org\", %s}".formatted(tenant.domain(), fields))
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"text": "x"}                                         | name
          {"name": "Welcome", "text": "x"}                      | name
          {"name": "a/b", "text": "x"}                          | name
          {"name": "a"}                                         | text
          {"name": "a", "text": "{{#x}}"}                       | text
          {"name": "a", "html": "{{> x}}"}                      | html
          {"name": "a", "html": "x", "subject": "{{x"}          | subject
          {"name": "a", "html": "x\\u0000"}                     | html
          {"name": "a", "text": "x", "missing": "guess"}        | missing
          {"name": "a", "text": "x", "body": "x"}               | body
          """)
  void whatIsNoTemplateIsNamed(String body, String field) {
    create(body)
        .statusCode(422)
        .contentType("application/problem+json")
        .body("field", equalTo(field));
  }

  @Test
  void oneAccountsTemplateIsNotAnothers() {
    create(ApiExamples.NEW_TEMPLATE).statusCode(201);
    Tenant stranger = Tenant.create(domains);
    stranger.asking().get("/v1/templates/order-shipped").then().statusCode(404);
    stranger.asking().get("/v1/templates").then().body("templates", hasSize(0));
    stranger.asking().delete("/v1/templates/order-shipped").then().statusCode(404);
  }

  private RequestSpecification json(String body) {
    return tenant.asking().contentType(ContentType.JSON).body(body);
  }

  private ValidatableResponse create(String body) {
    return json(body).post("/v1/templates").then();
  }

  private ValidatableResponse preview(String name, String body) {
    return json(body).post("/v1/templates/" + name + "/preview").then();
  }

  private ValidatableResponse send(String body) {
    return json(body).post("/v1/emails").then();
  }
}
