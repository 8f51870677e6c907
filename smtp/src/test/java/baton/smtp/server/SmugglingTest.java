package baton.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SMTP smuggling: content that looks to one server as if it ended, and to another not. Here nothing
 * but CRLF, dot, CRLF ends it (RFC 5321 section 4.1.1.4), and what looks alike is refused.
 */
class SmugglingTest {

  private static final String SMUGGLED =
      "MAIL FROM:<admin@here.example>\r\nRCPT TO:<b@here.example>\r\nDATA\r\nSubject: SMUGGLED\r\n";

  private ServerFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ServerFixture(options -> options);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  /** A dot between any two things that somebody takes for a line's end. */
  static List<String> lookAlikes() {
    String[] ends = {"\r\n", "\n", "\r", "\r\r\n", "\n\n", "\r\r", "\r\0\n", "\n\r"};
    List<String> lookAlikes = new ArrayList<>();
    for (String before : ends) {
      for (String after : ends) {
        if (!(before.endsWith("\r\n") && after.equals("\r\n"))) {
          lookAlikes.add(escaped(before + "." + after));
        }
      }
    }
    lookAlikes.add(escaped("\r\n.\0\r\n"));
    lookAlikes.add(escaped("\r\n\0.\r\n"));
    lookAlikes.add(escaped("\r\r\n.\r\r\n"));
    return lookAlikes;
  }

  @ParameterizedTest
  @MethodSource("lookAlikes")
  void aLookAlikeOfTheEndNeitherSplitsAMessageNorMergesTwo(String lookAlike) throws Exception {
    try (TestPeer peer = fixture.inData()) {
      peer.send("Subject: first\r\n\r\nbody" + unescaped(lookAlike) + SMUGGLED + "\r\n.\r\n");
      assertThat(peer.readReply()).startsWith("550 5.6.0 Message refused: it holds a ");

      sendOrdinary(peer);
      assertThat(peer.ask("QUIT")).startsWith("221 ");
      assertOnlyTheOrdinaryOneCame();
    }
  }

  @ParameterizedTest
  @MethodSource("lookAlikes")
  void inAChunkItIsRefusedAlike(String lookAlike) throws Exception {
    String content = "Subject: first\r\n\r\nbody" + unescaped(lookAlike) + SMUGGLED;
    try (TestPeer peer = fixture.connect()) {
      peer.ask("EHLO client.example");
      peer.ask("MAIL FROM:<a@client.example>");
      peer.ask("RCPT TO:<b@here.example>");
      peer.send("BDAT " + content.length() + " LAST\r\n" + content);
      assertThat(peer.readReply()).startsWith("550 5.6.0 Message refused: it holds a ");

      sendOrdinary(peer);
      assertThat(peer.ask("QUIT")).startsWith("221 ");
      assertOnlyTheOrdinaryOneCame();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\n..\\r\\n", "\\r\\n.. \\r\\n", "\\r\\n.x\\r\\n", " .\\r\\n"})
  void dotsThatEndNothingArePartOfTheOneMessage(String dots) throws Exception {
    try (TestPeer peer = fixture.inData()) {
      String body = "body" + unescaped(dots) + SMUGGLED;
      assertThat(peer.send(body + ".\r\n").readReply()).isEqualTo("250 2.0.0 Queued");

      String received = body.replace("\r\n.", "\r\n");
      assertThat(new String(fixture.conversations.messages.remove().content(), ISO_8859_1))
          .isEqualTo(received);
      sendOrdinary(peer);
    }
  }

  @Test
  void theEndIsTheEndHoweverItIsCutIntoPackets() throws Exception {
    for (int cut = 1; cut < "\r\n.\r\n".length(); cut++) {
      try (TestPeer peer = fixture.inData()) {
        peer.send("one" + "\r\n.\r\n".substring(0, cut));
        assertThat(peer.isSilentFor(20)).isTrue();
        peer.send("\r\n.\r\n".substring(cut) + "NOOP\r\n");
        assertThat(peer.readReply()).isEqualTo("250 2.0.0 Queued");
        assertThat(peer.readReply()).isEqualTo("250 2.0.0 OK");
      }
    }
  }

  private static void sendOrdinary(TestPeer peer) throws IOException {
    assertThat(peer.ask("MAIL FROM:<second@client.example>")).startsWith("250 ");
    assertThat(peer.ask("RCPT TO:<c@here.example>")).startsWith("250 ");
    assertThat(peer.ask("DATA")).startsWith("354 ");
    assertThat(peer.ask("Subject: second", ".")).isEqualTo("250 2.0.0 Queued");
  }

  private void assertOnlyTheOrdinaryOneCame() {
    assertThat(fixture.conversations.messages)
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.sender()).isEqualTo("second@client.example");
              assertThat(message.recipients()).containsExactly("c@here.example");
              assertThat(new String(message.content(), ISO_8859_1))
                  .isEqualTo("Subject: second\r\n");
            });
  }

  private static String escaped(String octets) {
    return octets.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
  }

  private static String unescaped(String text) {
    return text.translateEscapes();
  }
}
