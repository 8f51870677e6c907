package baton.submission.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasEntry;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import baton.contracts.MessageId;
import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import baton.testkit.BackendsResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BackendsResource.class)
@QuarkusTestResource(SubmissionUnderTest.class)
class EmailsResourceTest {

  @Inject Domains domains;

  private Tenant tenant = new Tenant("", "", "");

  @BeforeEach
  void createTenant() {
    tenant = Tenant.create(domains);
  }

  @Test
  void anAcceptedMessageIsKnownAtOnce() {
    for (int i = 0; i < 20; i++) {
      String id = tenant.send("ada" + i + "@example.org");
      get(id)
          .statusCode(200)
          .body("id", equalTo(id))
          .body("status", equalTo("accepted"))
          .body("from", equalTo("news@" + tenant.domain()))
          .body("to", equalTo("ada" + i + "@example.org"))
          .body("subject", equalTo("Hello"))
          .body("tags", equalTo(List.of("greeting")))
          .body("metadata", hasEntry("order", "42"))
          .body("timeline", hasSize(1))
          .body("timeline[0].type", equalTo("email.accepted"))
          .body("timeline[0].data.protocol", equalTo("http"));
    }
  }

  @Test
  void everyRecipientHasAMessageOfHisOwn() {
    post("""
            {"from": "Näws <news@%s>", "to": ["a@example.org", "B <b@example.org>"],
             "cc": "c@example.org", "bcc": ["d@example.org"], "text": "Hello"}
            """
            .formatted(tenant.domain()))
        .statusCode(202)
        .body("emails", hasSize(4))
        .body("emails.to", hasItem("d@example.org"))
        .body("emails[0].id", notNullValue());
  }

  @Test
  void theExampleOfTheDocumentIsAccepted() {
    post(ApiExamples.NEW_EMAIL.replace("news@example.com", "news@" + tenant.domain()))
        .statusCode(202);
  }

  @Test
  void aFinishedMessageIsTaken() {
    tenant
        .asking()
        .contentType("message/rfc822")
        .queryParam("from", "news@" + tenant.domain())
        .queryParam("to", "a@example.org", "b@example.org")
        .body("From: news@%s\nSubject: From a file\n\nHello\n".formatted(tenant.domain()))
        .post("/v1/emails/raw")
        .then()
        .statusCode(202)
        .body("emails.to", equalTo(List.of("a@example.org", "b@example.org")));
  }

  @Test
  void aFinishedMessageNeedsAnEnvelope() {
    problem(
            tenant
                .asking()
                .contentType("message/rfc822")
                .queryParam("to", "a@example.org")
                .body("From: news@" + tenant.domain() + "\r\n\r\nHello\r\n")
                .post("/v1/emails/raw")
                .then(),
            422)
        .body("field", equalTo("from"));
  }

  @Test
  void anotherAccountsMessageIsUnknown() {
    String id = tenant.send("ada@example.org");
    get(id).statusCode(200);
    Tenant stranger = Tenant.create(domains);
    problem(stranger.asking().get("/v1/emails/" + id).then(), 404);
  }

  @Test
  void anIdThatNobodyHasIsUnknown() {
    problem(get(MessageId.next().toString()), 404);
    problem(get("018b2f19-e79e-7d6a-a56d-29feb6211b04"), 404);
    problem(get("nonsense"), 404);
  }

  @Test
  void brokenJsonIsNamedByItsPlace() {
    problem(post("{\"from\": \"a@b.example\",\n \"to\": [}"), 400)
        .body("line", equalTo(2))
        .body("column", notNullValue())
        .body("detail", containsString("not JSON"));
    problem(post(""), 400);
    problem(post("{\"from\": \"a@b.example\""), 400).body("detail", not(containsString("Source")));
    problem(post("{\"from\": \"a\", \"from\": \"b\"}"), 400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"form": "a@b.example"}                         | form
          {"template": "welcome", "from": "a@b.example"}  | template
          {"send_on": "2030-01-01T00:00:00Z"}             | send_on
          {"sandbox": "yes"}                              | sandbox
          {"track": {"open": true}}                       | track.open
          {"attachments": [{"name": "a.txt"}]}            | attachments[0].name
          {"subject": 7}                                  | subject
          {"tags": "news"}                                | tags
          {"track": {"opens": "yes"}}                     | track.opens
          {"to": ["a@b.example"], "text": "x"}            | from
          {"from": "a@b.example", "to": [null]}           | to[0]
          {"from": "@", "to": "a@b.example", "text": "x"} | from
          """)
  void aFieldThatIsWrongIsNamed(String body, String field) {
    problem(post(body), 422).body("field", equalTo(field));
  }

  @Test
  void aSenderOfAnotherDomainIsRefused() {
    problem(
            post("{\"from\": \"a@strange.example\", \"to\": \"b@example.org\", \"text\": \"x\"}"),
            403)
        .body("type", containsString("unverified-domain"));
  }

  @Test
  void withoutAKeyNobodyIsLetIn() {
    problem(given().contentType(ContentType.JSON).body("{}").post("/v1/emails").then(), 401)
        .header("WWW-Authenticate", containsString("Bearer"));
    problem(given().auth().oauth2("baton_wrong").get("/v1/emails/x").then(), 401);
  }

  @Test
  void whatTheFrameworkRefusesIsAProblemToo() {
    problem(tenant.asking().get("/v1/nothing").then(), 404);
    problem(tenant.asking().put("/v1/emails").then(), 405);
    problem(tenant.asking().contentType("text/plain").body("x").post("/v1/emails").then(), 415);
    problem(tenant.asking().accept("text/html").get("/v1/emails/x").then(), 406);
  }

  @Test
  void aMessageLargerThanThePlatformTakesIsRefused() {
    String text = "0123456789abcdef".repeat(27 * 64 * 1024);
    problem(
        post(
            "{\"from\": \"a@%s\", \"to\": \"b@example.org\", \"text\": \"%s\"}"
                .formatted(tenant.domain(), text)),
        413);
  }

  @Test
  void aBodyLargerThanAnyMessageIsRefused() {
    problem(post(" ".repeat(41 * 1024 * 1024)), 413);
    get(tenant.send("after@example.org")).statusCode(200);
  }

  private ValidatableResponse post(String json) {
    return tenant.asking().contentType(ContentType.JSON).body(json).post("/v1/emails").then();
  }

  private ValidatableResponse get(String id) {
    return tenant.asking().get("/v1/emails/" + id).then();
  }

  private static ValidatableResponse problem(ValidatableResponse response, int status) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("status", equalTo(status))
        .body("title", notNullValue())
        .body("type", containsString("https://"))
        .body("detail", not(containsString("java")))
        .body("detail", not(containsString("baton.submission")));
  }
}
