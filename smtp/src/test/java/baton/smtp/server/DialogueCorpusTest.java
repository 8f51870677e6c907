package baton.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.CorpusFile;
import baton.smtp.grammar.ContentDecoder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plays shared/corpora/smtp-dialogues against a real server. */
class DialogueCorpusTest {

  private ServerFixture plain;
  private ServerFixture secure;

  @BeforeEach
  void start() throws Exception {
    plain =
        new ServerFixture(
            o ->
                o.startTls(TestCertificate.forServer())
                    .authentication(true)
                    .dsn(true)
                    .maxMessageSize(1024 * 1024));
    secure =
        new ServerFixture(
            o -> o.implicitTls(TestCertificate.forServer()).authentication(true).dsn(true));
  }

  @AfterEach
  void stop() throws Exception {
    plain.close();
    secure.close();
  }

  @Test
  void noLookAlikeOfTheEndSmugglesAMessage() throws Exception {
    for (JsonNode row : CorpusFile.lines("smtp-dialogues/smuggling.jsonl")) {
      String where = row.path("id").asText();
      if (row.has("data_octets")) {
        decode(row, where);
        continue;
      }
      plain.conversations.messages.clear();
      try (TestPeer peer = plain.connect()) {
        Player player = new Player(peer, where);
        player.play(row.path("steps"));
        assertThat(player.last).as(where).startsWith("221 ");
      }
      assertThat(plain.conversations.messages)
          .as(where)
          .hasSizeLessThanOrEqualTo(1)
          .noneMatch(m -> new String(m.content(), ISO_8859_1).startsWith("From: admin"));
    }
  }

  private static void decode(JsonNode row, String where) {
    byte[] octets = CorpusFile.unescape(row.path("data_octets").asText()).getBytes(ISO_8859_1);
    ContentDecoder decoder = new ContentDecoder(10_000, 0);
    assertThat(decoder.read(octets, 0, octets.length)).as(where).isEqualTo(octets.length);
    assertThat(decoder.ended()).as(where).isTrue();
    if (decoder.refusal() == null) {
      // The source counts the CRLF before the final dot to the end, RFC 5321 to the content.
      assertThat(new String(decoder.content(), ISO_8859_1))
          .as(where)
          .startsWith(CorpusFile.unescape(row.path("upstream_message").asText()));
    }
  }

  @Test
  void nothingSaidBeforeTlsCountsBehindIt() throws Exception {
    for (JsonNode row : CorpusFile.lines("smtp-dialogues/starttls.jsonl")) {
      if (!row.path("category").asText().equals("starttls-server")) {
        continue;
      }
      try (TestPeer peer = plain.connect()) {
        new Player(peer, row.path("id").asText()).play(row.path("steps"));
        assertThat(peer.ask("RCPT TO:<b@here.example>")).startsWith("503 ");
      }
    }
  }

  @Test
  void limitsAreKeptWithoutHanging() throws Exception {
    for (JsonNode row : CorpusFile.lines("smtp-dialogues/limits.jsonl")) {
      if (!row.path("executable").asBoolean()) {
        continue;
      }
      String where = row.path("description").asText();
      try (TestPeer peer = plain.connect()) {
        String last = "";
        for (JsonNode step : row.path("steps")) {
          String octets = CorpusFile.unescape(step.path("send").asText());
          peer.send(octets);
          for (int i = 0; i < octets.split("\r\n").length; i++) {
            last = peer.readReply();
          }
        }
        switch (row.path("must_not").asText()) {
          case "refuse" -> assertThat(last).as(where).startsWith("2");
          case "250" -> assertThat(last).as(where).startsWith("5");
          default -> assertThat(last).as(where).matches("(?s)[2345]\\d\\d.*");
        }
        if (last.startsWith("354")) {
          peer.ask(".");
        }
        assertThat(peer.ask("NOOP")).as(where).startsWith("250 ");
      }
    }
  }

  @Test
  void dialoguesGetRepliesOfTheSameClass() throws Exception {
    List<String> disagreements = new ArrayList<>();
    int judged = 0;
    for (JsonNode row : CorpusFile.lines("smtp-dialogues/dialogs.jsonl")) {
      if (isKnownDifference(row)) {
        continue;
      }
      judged++;
      for (JsonNode connection : row.path("connections")) {
        ServerFixture fixture = connection.path("tls").asBoolean() ? secure : plain;
        try (TestPeer peer =
            connection.path("tls").asBoolean()
                ? TestPeer.connectWithTls(fixture.server.port())
                : TestPeer.connect(fixture.server.port())) {
          Player player = new Player(peer, row.path("description").asText());
          player.last = peer.readReply();
          player.play(connection.path("steps"));
        } catch (AssertionError disagreement) {
          disagreements.add(disagreement.getMessage());
        }
      }
    }
    assertThat(judged).isGreaterThan(40);
    assertThat(disagreements).isEmpty();
  }

  /** Leniency that RFC 5321 does not ask for, extensions that are absent, other limits. */
  private static boolean isKnownDifference(JsonNode row) {
    String text = row.toString();
    boolean noBrackets = text.contains("no angle brackets");
    boolean absent =
        text.contains("BINARYMIME") || text.contains("RRVS") || text.contains("AUTH NONE");
    boolean judgesArguments = text.contains("HELP me!") || text.contains("VRFY @@");
    boolean smallerServer = text.contains("Chunking_tooLongMessage");
    return noBrackets || absent || judgesArguments || smallerServer;
  }

  /** Sends steps in turn, and reads a reply where one is due. */
  private static final class Player {

    private final TestPeer peer;
    private final String where;
    private boolean inData;
    private int chunk;
    String last = "";

    Player(TestPeer peer, String where) {
      this.peer = peer;
      this.where = where;
    }

    void play(JsonNode steps) throws IOException {
      for (JsonNode step : steps) {
        if (step.has("send") || step.has("send_single_segment")) {
          send(step.path(step.has("send") ? "send" : "send_single_segment").asText());
        } else if (step.has("send_repeat")) {
          peer.send(("a".repeat(899) + "\r\n").repeat(1_165));
        } else if (step.has("tls_handshake")) {
          peer.handshake();
          assertThat(peer.isSilentFor(200)).as(where).isTrue();
        } else if (step.has("note")) {
          if (step.path("note").asText().contains("EHLO done")) {
            last = peer.ask("EHLO client.example");
          }
        } else {
          check(step);
        }
      }
    }

    private void send(String escaped) throws IOException {
      String octets = CorpusFile.unescape(escaped);
      peer.send(octets);
      if (octets.startsWith("BDAT ")) {
        chunk = Integer.parseInt(octets.split("[ \r]")[1]);
        return;
      }
      if (chunk > 0) {
        chunk -= octets.length();
        last = chunk > 0 ? last : peer.readReply();
        return;
      }
      if (inData) {
        if (!("\r\n" + octets).endsWith("\r\n.\r\n")) {
          return;
        }
        inData = false;
        last = peer.readReply();
        return;
      }
      for (String line : octets.split("\r\n")) {
        last = peer.readReply();
        if (line.equals("STARTTLS")) {
          return;
        }
      }
      inData = last.startsWith("354");
    }

    private void check(JsonNode step) {
      JsonNode expected =
          Objects.requireNonNullElse(
              step.get("expect_code"),
              Objects.requireNonNullElse(step.get("expect_prefix"), step.path("expect_class")));
      if (!expected.isMissingNode()) {
        assertThat(last).as(where).startsWith(expected.asText().substring(0, 1));
      }
    }
  }
}
