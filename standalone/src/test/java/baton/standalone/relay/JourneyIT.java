package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.contracts.event.Event;
import baton.testkit.ReceivedMessage;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One message's whole life, from the API to the recipient and back as events. */
class JourneyIT {

  @TempDir static Path folder;
  private static Relay relay;

  @BeforeAll
  static void start() throws Exception {
    relay = Relay.start(folder.resolve("data"));
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
  }

  @Test
  void aClickAnOpenAndAnUnsubscribeComeBackAsEvents() throws Exception {
    relay.domain("reader.test");
    String id =
        relay
            .send(
                Map.of(
                    "from",
                    "App <app@demo.baton.test>",
                    "to",
                    List.of("ada@reader.test"),
                    "subject",
                    "Grüße",
                    "text",
                    "Hello",
                    "html",
                    "<p>Hello <a href=\"https://example.com/x?a=1&amp;b=2\">there</a></p>"))
            .getFirst();
    relay.event("baton.events.submission", id, "email.accepted");
    Event.Delivered delivered =
        (Event.Delivered) relay.event("baton.events.delivery", id, "email.delivered");
    assertThat(delivered.attempt().host()).isEqualTo("mx.reader.test");
    ReceivedMessage mail = received("ada@reader.test");
    assertThat(mail.sender()).startsWith("b-");
    assertThat(mail.header("List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    assertThat(mail.header("DKIM-Signature")).contains("a=rsa-sha256", "d=demo.baton.test");
    assertThat(mail.text()).contains("DKIM-Signature: v=1; a=ed25519-sha256");

    String html = decoded(mail.text());
    HttpResponse<String> click = relay.get(found(html, "href=\"([^\"]+/t/c/[^\"]+)\""));
    assertThat(click.statusCode()).isEqualTo(302);
    assertThat(click.headers().firstValue("Location")).contains("https://example.com/x?a=1&b=2");
    assertThat(relay.get(found(html, "src=\"([^\"]+/t/o/[^\"]+)\"")).statusCode()).isEqualTo(200);
    String unsubscribe = found(mail.header("List-Unsubscribe"), "<(http[^>]+)>");
    assertThat(relay.get(unsubscribe).body()).contains("<form");
    HttpResponse<String> done =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(unsubscribe))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(done.statusCode()).isEqualTo(200);

    Event.Clicked clicked =
        (Event.Clicked) relay.event("baton.events.tracking", id, "email.clicked");
    assertThat(clicked.url()).isEqualTo("https://example.com/x?a=1&b=2");
    assertThat(clicked.about().recipient()).isEqualTo("ada@reader.test");
    relay.event("baton.events.tracking", id, "email.opened");
    relay.event("baton.events.tracking", id, "email.unsubscribed");
    assertSuppressedSoon("ada@reader.test", "unsubscribe");
  }

  @Test
  void aForgedTokenLeadsNowhere() throws Exception {
    for (String token : List.of("AAAA", "x".repeat(200))) {
      HttpResponse<String> answer = relay.get(relay.url() + "/t/c/" + token);
      assertThat(answer.statusCode()).as(token).isEqualTo(404);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
    // What is no path at all is refused before anybody looks for a token in it.
    for (String token : List.of("..%2f..%2fetc", "%00")) {
      HttpResponse<String> answer = relay.get(relay.url() + "/t/c/" + token);
      assertThat(answer.statusCode()).as(token).isIn(400, 404);
      assertThat(answer.headers().firstValue("Location")).isEmpty();
    }
  }

  @Test
  void aComplaintSuppressesItsRecipient() throws Exception {
    relay.domain("angry.test");
    String id = relay.send("ada@angry.test");
    relay.event("baton.events.delivery", id, "email.delivered");
    ReceivedMessage mail = received("ada@angry.test");

    Complaint.about(mail.text(), relay.port("BATON_FEEDBACK_SMTP_PORT"));

    Event.Complained complained =
        (Event.Complained) relay.event("baton.events.feedback", id, "email.complained");
    assertThat(complained.about().recipient()).isEqualTo("ada@angry.test");
    assertSuppressedSoon("ada@angry.test", "complaint");
  }

  @Test
  void aBounceThatComesLaterSuppressesItsRecipient() throws Exception {
    relay.domain("moved.test");
    String id = relay.send("ada@moved.test");
    relay.event("baton.events.delivery", id, "email.delivered");
    ReceivedMessage mail = received("ada@moved.test");

    report(
        mail.sender(),
        """
        From: MAILER-DAEMON@mx.moved.test
        To: <%s>
        Subject: Undelivered Mail Returned to Sender
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        No such user.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.moved.test

        Final-Recipient: rfc822; ada@moved.test
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 User unknown

        --b--
        """
            .formatted(mail.sender()));

    Event.BouncedLater bounced =
        (Event.BouncedLater) relay.event("baton.events.feedback", id, "email.bounced");
    assertThat(bounced.asynchronous()).isTrue();
    assertThat(bounced.hard()).isTrue();
    assertThat(bounced.bounceClass()).isEqualTo("InvalidRecipient");
    assertSuppressedSoon("ada@moved.test", "hard_bounce");
  }

  @Test
  void aTemporaryRefusalIsTriedAgainAndTheTimelineTellsIt() throws Exception {
    relay.domain("busy.test");
    relay.peer.onRcpt("451 4.7.1 try later").forRecipient("ada@busy.test").once();
    String id = relay.send("ada@busy.test");

    List<Event> events =
        relay.events(
            "baton.events.delivery",
            id,
            found -> found.stream().anyMatch(e -> e instanceof Event.Ending));
    assertThat(events).extracting(Event::type).containsExactly("email.deferred", "email.delivered");
    await()
        .atMost(Relay.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(relay.get("/v1/emails/" + id).body())
                    .contains("\"status\":\"delivered\"", "email.deferred", "451 4.7.1"));
  }

  @Test
  void aMessageThatWasJustAcceptedIsNeverUnknown() throws Exception {
    relay.domain("quick.test");
    for (int i = 0; i < 20; i++) {
      String id = relay.send("ada" + i + "@quick.test");
      assertThat(relay.get("/v1/emails/" + id).statusCode()).isEqualTo(200);
    }
  }

  private static void assertSuppressedSoon(String recipient, String reason) {
    await()
        .atMost(Relay.PATIENCE)
        .untilAsserted(() -> assertThat(relay.get("/v1/suppressions").body()).contains(recipient));
    long before = count(recipient);
    try {
      String next = relay.send(recipient);
      Event.Suppressed suppressed =
          (Event.Suppressed) relay.event("baton.events.submission", next, "email.suppressed");
      assertThat(suppressed.reason()).isEqualTo(reason);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    assertThat(count(recipient)).isEqualTo(before);
  }

  private static ReceivedMessage received(String recipient) {
    return relay.peer.messages().stream()
        .filter(each -> each.recipients().contains(recipient))
        .findFirst()
        .orElseThrow();
  }

  private static long count(String recipient) {
    return relay.peer.messages().stream()
        .filter(each -> each.recipients().contains(recipient))
        .count();
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
    return matcher.group(1);
  }

  /** Quoted-printable undone, as far as URLs need it. */
  private static String decoded(String text) {
    return text.replaceAll("=\r\n", "").replace("=3D", "=").replace("&amp;", "&");
  }

  private static void report(String recipient, String text) throws Exception {
    try (Socket socket = new Socket("localhost", relay.port("BATON_FEEDBACK_SMTP_PORT"));
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      OutputStream out = socket.getOutputStream();
      expect(replies, "220");
      say(out, "HELO isp.test\r\n");
      expect(replies, "250");
      say(out, "MAIL FROM:<>\r\n");
      expect(replies, "250");
      say(out, "RCPT TO:<" + recipient + ">\r\n");
      expect(replies, "250");
      say(out, "DATA\r\n");
      expect(replies, "354");
      String content = text.replaceAll("\r?\n", "\r\n").replaceAll("(?m)^\\.", "..");
      say(out, content + "\r\n.\r\n");
      expect(replies, "250");
      say(out, "QUIT\r\n");
    }
  }

  private static void say(OutputStream out, String line) throws Exception {
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void expect(BufferedReader replies, String code) throws Exception {
    String line = replies.readLine();
    assertThat(line).startsWith(code);
  }
}
