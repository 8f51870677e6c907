package baton.submission.http;

import static io.restassured.RestAssured.given;

import baton.submission.SubmissionUnderTest;
import baton.submission.domains.Domains;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An account of a test's own.
 *
 * @param domain a sending domain that it may use
 */
public record Tenant(String account, String apiKey, String domain) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Messages go as they are. */
  static final RestAssuredConfig PLAIN =
      RestAssuredConfig.config()
          .encoderConfig(
              EncoderConfig.encoderConfig()
                  .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                  .defaultContentCharset(StandardCharsets.UTF_8)
                  .encodeContentTypeAs("message/rfc822", ContentType.TEXT));

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** A new account, created through the API, with a verified domain. */
  public static Tenant create(Domains domains) {
    int number = NUMBERS.incrementAndGet();
    String account = "t" + number;
    String domain = "tenant" + number + ".example";
    String key =
        given()
            .auth()
            .oauth2(SubmissionUnderTest.ADMIN_KEY)
            .contentType(ContentType.JSON)
            .body("{\"id\": \"" + account + "\", \"name\": \"A test\"}")
            .post("/v1/accounts")
            .then()
            .statusCode(201)
            .extract()
            .path("api_key");
    domains.ensureVerified(account, domain).await().atMost(PATIENCE);
    return new Tenant(account, key, domain);
  }

  /** A request with the account's API key. */
  public RequestSpecification asking() {
    return given().config(PLAIN).auth().oauth2(apiKey);
  }

  /** Sends a small message and returns its id. */
  public String send(String to) {
    return asking()
        .contentType(ContentType.JSON)
        .body(
            """
            {"from": "news@%s", "to": "%s", "subject": "Hello", "text": "Hello",
             "tags": ["greeting"], "metadata": {"order": "42"}}
            """
                .formatted(domain, to))
        .post("/v1/emails")
        .then()
        .statusCode(202)
        .extract()
        .path("emails[0].id");
  }
}
