package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.event.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whoever sends nonsense is told what is wrong with it. All the while a bystander has a session
 * open, which goes on after each test, and whose every message arrives.
 */
class BadInputIT {

  private static final int LIMIT = 25 * 1024 * 1024;
  private static final String FROM = "app@demo.baton.test";
  private static final String HEADER =
      "From: app@demo.baton.test\r\nTo: a@bad.test\r\nSubject: x\r\n\r\n";

  @TempDir static Path folder;
  private static Relay relay;
  private static String key;
  private static SmtpTalk bystander;
  private static final List<String> sent = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    relay = Relay.start(folder.resolve("data"));
    relay.domain("bad.test");
    relay.domain("bystander.test");
    key = relay.credential("BATON_API_KEY");
    bystander = SmtpTalk.loggedIn(relay.port("BATON_SMTP_PORT"), key);
  }

  @AfterEach
  void theBystanderGoesOn() throws Exception {
    String recipient = "b" + sent.size() + "@bystander.test";
    sent.add(recipient);
    assertThat(bystander.submit(FROM, recipient, HEADER + "Hello")).startsWith("250 2.0.0 ");
  }

  @AfterAll
  static void stop() throws Exception {
    try (Relay running = relay) {
      sent.forEach(running::received);
      bystander.say("221", "QUIT");
      bystander.close();
      assertThat(running.peer.messages())
          .filteredOn(mail -> mail.recipients().getFirst().endsWith("@bad.test"))
          .as("only the largest message that may be")
          .hasSize(1);
      assertThat(running.output()).doesNotContain("\tat ", "Exception");
    }
  }

  @Test
  void aMessageThatIsDeclaredTooLargeIsRefusedBeforeItComes() throws Exception {
    try (SmtpTalk talk = login()) {
      talk.say("552 5.3.4 ", "MAIL FROM:<" + FROM + "> SIZE=" + (LIMIT + 1));
      talk.say("250", "MAIL FROM:<" + FROM + "> SIZE=1000");
    }
  }

  @Test
  void aMessageThatTurnsOutTooLargeIsRefusedAndTheSessionGoesOn() throws Exception {
    try (SmtpTalk talk = login()) {
      String reply = talk.submit(FROM, "a@bad.test", HEADER + lines(LIMIT));
      assertThat(reply).startsWith("552 5.3.4 ").contains(Integer.toString(LIMIT));
      talk.say("250", "NOOP");
    }
  }

  @Test
  void theLargestMessageThatMayBeIsTakenAndArrives() throws Exception {
    try (SmtpTalk talk = login()) {
      String content = HEADER + lines(LIMIT - HEADER.length() - 2);
      assertThat(talk.submit(FROM, "a@bad.test", content)).startsWith("250 2.0.0 ");
      assertThat(relay.received("a@bad.test").content().length).isGreaterThanOrEqualTo(LIMIT - 100);
    }
  }

  @Test
  void aBodyThatIsTooLargeIs413() throws Exception {
    JsonNode message =
        problem(
            413,
            "/v1/emails/raw?from=" + FROM + "&to=a@bad.test",
            "message/rfc822",
            HEADER + lines(LIMIT));
    assertThat(message.get("detail").asText()).contains(Integer.toString(LIMIT));
    JsonNode body = problem(413, "/v1/emails", "application/json", "x".repeat(41 * 1024 * 1024));
    assertThat(body.get("type").asText()).endsWith("/too-large");
  }

  @Test
  void aBareLfIsNamedInACommandAndInAMessage() throws Exception {
    try (SmtpTalk talk = login()) {
      talk.send("NOOP\nRSET\r\n");
      assertThat(talk.reply()).startsWith("500 5.5.2 ").contains("bare LF");
      assertThat(talk.submit(FROM, "a@bad.test", HEADER + "one\ntwo"))
          .startsWith("550 5.6.0 ")
          .contains("bare LF", "line 5");
      // What looks like an end and a command behind it is neither (SMTP smuggling).
      String smuggled = "one\n.\nMAIL FROM:<" + FROM + ">\r\n.\nDATA";
      assertThat(talk.submit(FROM, "a@bad.test", HEADER + smuggled))
          .startsWith("550 5.6.0 ")
          .contains("bare LF");
      talk.say("250 2.0.0 ", "NOOP");
    }
  }

  @Test
  void aNulIsNamedInACommandAndInAMessage() throws Exception {
    try (SmtpTalk talk = login()) {
      talk.say("500 5.5.2 The line holds a NUL", "NOOP \0");
      assertThat(talk.submit(FROM, "a@bad.test", HEADER + "one\0two"))
          .startsWith("550 5.6.0 ")
          .contains("NUL", "line 5");
      talk.say("250 2.0.0 ", "NOOP");
    }
    JsonNode problem =
        problem(422, "/v1/emails", "application/json", email(Map.of("text", "a\0b")));
    assertThat(problem.get("field").asText()).isEqualTo("text");
    assertThat(problem.get("detail").asText()).contains("NUL");
  }

  @Test
  void aCommandOfTenThousandOctetsIsNamedTooLongAndTheSessionGoesOn() throws Exception {
    for (String port : List.of("BATON_SMTP_PORT", "BATON_FEEDBACK_SMTP_PORT")) {
      try (SmtpTalk talk = SmtpTalk.to(relay.port(port))) {
        talk.say("500 5.5.2 Line too long", "X".repeat(10_000));
        talk.say("250", "EHLO client.test");
        talk.say("500 5.5.2 Line too long", "MAIL FROM:<" + "a".repeat(10_000) + "@x.test>");
        talk.say("250 2.0.0 ", "NOOP");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          MAIL FROM:<a@@demo.baton.test>          | 553 5.1.7
          MAIL FROM:<app@demo.baton.test> COLOUR=1 | 555 5.5.4
          MAIL FROM:app@demo.baton.test           | 501 5.5.4
          MAIL FROM:<app@demo.baton.test> SIZE=x  | 501 5.5.4
          RCPT TO:<a@bad.test>                    | 503 5.5.1
          MAKE ME A SANDWICH                      | 500 5.5.1
          """)
  void aCommandThatMakesNoSenseIsAnswered(String command, String reply) throws Exception {
    try (SmtpTalk talk = login()) {
      talk.say(reply, command);
      talk.say("250 2.0.0 ", "NOOP");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nobody           | 501 5.1.3
          a@b@bad.test     | 501 5.1.3
          a b@bad.test     | 501 5.1.3
          a@bad..test      | 501 5.1.3
          a@-bad.test      | 501 5.1.3
          a@[127.0.0.1]    | 553 5.1.3
          """)
  void aRecipientThatIsNoAddressIsRefused(String address, String reply) throws Exception {
    try (SmtpTalk talk = login()) {
      talk.say("250", "MAIL FROM:<" + FROM + ">");
      talk.say(reply, "RCPT TO:<" + address + ">");
      talk.say("250", "RCPT TO:<fine@bad.test>");
      talk.say("250", "RSET");
    }
    JsonNode problem =
        problem(422, "/v1/emails", "application/json", email(Map.of("to", List.of(address))));
    assertThat(problem.get("field").asText()).startsWith("to");
    assertThat(problem.get("type").asText()).endsWith("/invalid-address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"from":                                       | 400 | bad-json
          not json at all                                | 400 | bad-json
          []                                             | 422 | invalid-field
          null                                           | 422 | invalid-field
          {"from":"app@demo.baton.test"} {}              | 400 | bad-json
          {"from":"a@demo.baton.test","from":"b@x.test"} | 400 | bad-json
          {"from":1}                                     | 422 | invalid-field
          {"from":"app@demo.baton.test","colour":"red"}  | 422 | unknown-field
          {"to":"a@bad.test","text":"x"}                 | 422 | invalid-field
          {"from":"nobody","to":"a@bad.test","text":"x"} | 422 | invalid-address
          """)
  void aBodyThatMakesNoSenseIsAProblem(String body, int status, String type) throws Exception {
    HttpResponse<String> answer = relay.post("/v1/emails", "application/json", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = read(answer);
    assertThat(problem.get("type").asText()).endsWith("/" + type);
    assertThat(problem.get("detail").asText()).isNotBlank();
  }

  @Test
  void anUnknownFieldIsNamedWithItsPlace() throws Exception {
    JsonNode problem =
        problem(
            422,
            "/v1/emails",
            "application/json",
            "{\"from\":\"app@demo.baton.test\",\n \"track\":{\"opnes\":true}}");
    assertThat(problem.get("field").asText()).isEqualTo("track.opnes");
    assertThat(problem.get("line").asInt()).isEqualTo(2);
  }

  @Test
  void aWrongKeyAnUnknownPathAndAnUnknownMediaTypeAreProblems() throws Exception {
    HttpResponse<String> stranger =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(relay.url() + "/v1/emails"))
                    .header("Authorization", "Bearer baton_wrong")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(stranger.statusCode()).isEqualTo(401);
    read(stranger);
    problem(404, "/v1/nothing", "application/json", "{}");
    problem(415, "/v1/emails", "text/plain", "{}");
    problem(403, "/v1/emails", "application/json", email(Map.of("from", "me@stranger.test")));
  }

  @Test
  void octetsThatAreNoSmtpAtAllEndNothingButTheirOwnSession() throws Exception {
    for (String port : List.of("BATON_SMTP_PORT", "BATON_FEEDBACK_SMTP_PORT")) {
      try (SmtpTalk talk = SmtpTalk.to(relay.port(port))) {
        talk.send("\u0016\u0003\u0001\u0002\0\u0001\0\u00ff\u00fe" + "\u0000".repeat(5_000));
      }
      try (SmtpTalk talk = SmtpTalk.to(relay.port(port))) {
        talk.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(talk.reply()).startsWith("5");
      }
    }
  }

  private static SmtpTalk login() throws IOException {
    return SmtpTalk.loggedIn(relay.port("BATON_SMTP_PORT"), key);
  }

  /** A good email with something bad in it. */
  private static String email(Map<String, ?> bad) {
    Map<String, Object> email =
        new HashMap<>(
            Map.of("from", FROM, "to", List.of("a@bad.test"), "subject", "x", "text", "x"));
    email.putAll(bad);
    return Json.write(email);
  }

  private static JsonNode problem(int status, String path, String type, String body)
      throws Exception {
    HttpResponse<String> answer = relay.post(path, type, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return read(answer);
  }

  private static JsonNode read(HttpResponse<String> answer) throws IOException {
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body()).doesNotContain("Exception", "\\tat ", "baton.submission");
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(problem.get("status").asInt()).isEqualTo(answer.statusCode());
    assertThat(problem.get("title").asText()).isNotBlank();
    return problem;
  }

  /** Lines of 78 octets, CRLF between them, of so many octets together. */
  private static String lines(int octets) {
    String line = "x".repeat(78) + "\r\n";
    String text = line.repeat(octets / line.length() + 1).substring(0, octets);
    return text.endsWith("\r") ? text.substring(0, octets - 1) + "x" : text;
  }
}
