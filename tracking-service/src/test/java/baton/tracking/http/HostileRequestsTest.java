package baton.tracking.http;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.token.Token;
import baton.contracts.token.TokenKeys;
import baton.contracts.token.TokenSealer;
import baton.testkit.BackendsResource;
import baton.testkit.KafkaProbe;
import baton.tracking.RunningTracking;
import baton.tracking.RunningTracking.Sent;
import baton.tracking.TrackingTopic;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = BackendsResource.class,
    initArgs = @ResourceArg(name = "backends", value = "kafka"))
class HostileRequestsTest {

  @TestHTTPResource("/")
  URI root;

  @ConfigProperty(name = "baton.kafka")
  String kafka;

  private final Sent sent = Sent.toAda();
  private RunningTracking tracking;

  @BeforeEach
  void open() {
    TrackingTopic.create(kafka);
    tracking = new RunningTracking(root);
  }

  /** Whatever was tried: the honest hit that follows is served, and the only event there is. */
  @AfterEach
  void theHonestAreServedAndNothingElseHappened() {
    // On a connection of their own: the server may be closing the one that was misused.
    RunningTracking honest = new RunningTracking(root);
    assertThat(honest.unsubscribe(sent.tokens().seal(Token.Kind.UNSUBSCRIBE)).statusCode())
        .isEqualTo(200);
    try (KafkaProbe probe = new KafkaProbe(kafka)) {
      assertThat(probe.readAll("baton.events.tracking"))
          .filteredOn(event -> sent.id().toString().equals(event.key()))
          .extracting(event -> event.header("ce_type"))
          .containsExactly("email.unsubscribed");
    }
  }

  @Test
  void aTokenWithAnyCharacterChangedIsAnsweredWithNothing() {
    long rejected = tracking.hits("click", "rejected");
    String token = sent.tokens().sealLink(1, "https://example.com/");
    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertNothing(get("/t/c/" + token.substring(0, i) + other + token.substring(i + 1)));
    }
    assertThat(tracking.hits("click", "rejected")).isEqualTo(rejected + token.length());
  }

  @Test
  void aTokenCutAnywhereIsAnsweredWithNothing() {
    String token = sent.tokens().sealLink(1, "https://example.com/");
    for (int length = 0; length < token.length(); length++) {
      assertNothing(get("/t/c/" + token.substring(0, length)));
    }
  }

  @Test
  void aTokenForSomethingElseIsAnsweredWithNothing() {
    String open = sent.tokens().seal(Token.Kind.OPEN);
    String click = sent.tokens().sealLink(1, "https://example.com/");
    String unsubscribe = sent.tokens().seal(Token.Kind.UNSUBSCRIBE);
    String ref = sent.tokens().seal(Token.Kind.REF);

    Stream.of("c/" + open, "u/" + open, "o/" + click, "u/" + click, "o/" + unsubscribe)
        .forEach(path -> assertNothing(get("/t/" + path)));
    Stream.of("c/" + unsubscribe, "o/" + ref, "c/" + ref, "u/" + ref)
        .forEach(path -> assertNothing(get("/t/" + path)));
    assertNothing(tracking.unsubscribe(open));
    assertNothing(tracking.unsubscribe(click));
    assertNothing(tracking.unsubscribe(ref));
  }

  @Test
  void aTokenSealedWithAnotherKeyRedirectsNowhere() {
    String forged =
        new TokenSealer(TokenKeys.parse(TokenKeys.generate(1)))
            .forMessage(sent.id(), "demo", "ada@example.org")
            .sealLink(1, "https://evil.example/");

    assertNothing(get("/t/c/" + forged));
  }

  @Test
  void oversizedTokensAreAnsweredWithNothing() {
    for (int length : new int[] {8_192, 8_193, 12_000, 12_001, 16_384, 32_768, 60_000}) {
      assertNothing(get("/t/c/" + "A".repeat(length)));
    }
    HttpResponse<String> beyond = get("/t/c/" + "A".repeat(100_000));
    assertThat(beyond.statusCode()).isEqualTo(414);
    assertThat(beyond.headers().firstValue("location")).isEmpty();
  }

  @Test
  void aLinkAsLongAsLinksMayBeIsFollowed() {
    Sent other = Sent.toAda();
    String target = "https://example.com/?" + "x".repeat(7_900);

    HttpResponse<String> answer = get("/t/c/" + other.tokens().sealLink(1, target));
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("location")).contains(target);
  }

  @Test
  void pathsThatGoElsewhereLeadNowhere() throws IOException {
    String open = sent.tokens().seal(Token.Kind.OPEN);
    for (String path :
        List.of(
            "/t/c/%00",
            "/t/c/" + open + "%00",
            "/t/c/..%2f..%2fetc%2fpasswd",
            "/t/c/../../etc/passwd",
            "/t/o/%2e%2e/o/" + open,
            "/t/../t/o/" + open,
            "/t/./o/" + open,
            "//t/o/" + open,
            "/t/o//" + open,
            "/t/o/" + open + "/",
            "/t/o/" + open + "/x",
            "/t/c/http://evil.example/",
            "/t/c//evil.example",
            "/t/c/https:%2f%2fevil.example",
            "/t/c/%0d%0aLocation:%20https://evil.example",
            "/t/c/\u00ff\u00fe",
            "/t/",
            "/t/x/" + open)) {
      String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(answer).as(path).startsWith("HTTP/1.1 404 ");
      assertThat(answer.toLowerCase(Locale.ROOT)).as(path).doesNotContain("location:");
    }
    for (String path : List.of("/t/c/%zz", "/t/c/%", "/t/c/\u0001")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .as("not HTTP: %s", path)
          .startsWith("HTTP/1.1 400 ")
          .doesNotContain("at io.", "at java.", "Exception");
    }
  }

  @Test
  void junkForATokenIsAnsweredWithNothing() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] junk = new byte[1 + random.nextInt(400)];
      random.nextBytes(junk);
      StringBuilder path = new StringBuilder("/t/c/");
      for (byte octet : junk) {
        path.append("%%%02x".formatted(octet & 0xff));
      }
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void otherMethodsDoNothing() {
    String open = "/t/o/" + sent.tokens().seal(Token.Kind.OPEN);
    String unsubscribe = "/t/u/" + sent.tokens().seal(Token.Kind.UNSUBSCRIBE);
    for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND")) {
      for (String path : List.of(open, unsubscribe)) {
        HttpResponse<String> answer =
            tracking.send(
                tracking.request(path).method(method, BodyPublishers.ofString(ONE_CLICK)));
        assertThat(answer.statusCode()).as(method).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow").orElseThrow()).startsWith("GET, HEAD");
      }
    }
    assertThat(
            tracking
                .send(tracking.request(open).POST(BodyPublishers.ofString(ONE_CLICK)))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void aFormLargerThanAFormIsRefused() {
    String token = sent.tokens().seal(Token.Kind.UNSUBSCRIBE);
    String form = ONE_CLICK + "&x=" + "y".repeat(20_000);

    assertThat(tracking.post(token, "application/x-www-form-urlencoded", form).statusCode())
        .isIn(400, 413);
    assertThat(
            tracking
                .post(
                    token,
                    "multipart/form-data; boundary=b",
                    "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n"
                        + "y".repeat(40_000)
                        + "\r\n--b--\r\n")
                .statusCode())
        .isIn(400, 413);
  }

  @Test
  void aFormThatNeverEndsHoldsNobodyUp() throws IOException {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 200; i++) {
        Socket socket = new Socket(root.getHost(), root.getPort());
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                ("POST /t/u/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 26\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n\r\nList")
                    .formatted(sent.tokens().seal(Token.Kind.UNSUBSCRIBE))
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(get("/t/c/x").statusCode()).isEqualTo(404);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void thousandsAtOnceAreEachAnsweredRightAndEachRecorded() {
    Sent crowd = Sent.toAda();
    String good = "/t/c/" + crowd.tokens().sealLink(1, "https://example.com/");
    String bad = good.substring(0, good.length() - 1);
    List<CompletableFuture<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      answers.add(
          tracking
              .client()
              .sendAsync(
                  tracking.request(i % 2 == 0 ? good : bad).timeout(Duration.ofMinutes(1)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .thenApply(HttpResponse::statusCode));
    }

    assertThat(answers.stream().map(CompletableFuture::join).filter(s -> s == 302)).hasSize(2_000);
    assertThat(answers.stream().map(CompletableFuture::join).filter(s -> s == 404)).hasSize(2_000);
    assertThat(TrackingTopic.eventsOf(crowd.id(), 2_000, kafka))
        .extracting(event -> event.header("ce_id"))
        .doesNotHaveDuplicates()
        .hasSize(2_000);
  }

  private static final String ONE_CLICK = "List-Unsubscribe=One-Click";

  private HttpResponse<String> get(String path) {
    return tracking.get(path);
  }

  private static void assertNothing(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("location")).isEmpty();
    assertThat(answer.body()).isEqualTo("This link is not valid.\n");
  }

  /** A request as it stands, and the whole answer, in octets as characters. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
