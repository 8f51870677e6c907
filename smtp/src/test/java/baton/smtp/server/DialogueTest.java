package baton.smtp.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs each file of {@code dialogues/} against a real server.
 *
 * <pre>
 * # a comment
 * @ words that set the server up, see options()
 * C: a line of the client; several in a row leave in one write, each with CRLF
 * C~ octets with Java's escapes, no CRLF added
 * S: a line of the server, exact; a final ... stands for any text
 * TLS: handshake
 * S: closed
 * S: silent
 * = a call of the conversation; all calls of the file, in order, but for the final "closed"
 * </pre>
 */
class DialogueTest {

  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void close() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @TestFactory
  Stream<DynamicTest> dialogues() throws Exception {
    Path folder = Path.of(DialogueTest.class.getResource("/dialogues").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream()
          .map(file -> dynamicTest(file.getFileName().toString(), () -> run(file)));
    }
  }

  private static void run(Path file) throws Exception {
    List<String> lines = Files.readAllLines(file);
    List<String> setup =
        lines.stream()
            .filter(line -> line.startsWith("@ "))
            .flatMap(line -> Arrays.stream(line.substring(2).split(" ")))
            .toList();
    ScriptedConversations conversations =
        new ScriptedConversations(VERTX, setup.contains("must-authenticate"));
    SmtpServer server =
        new SmtpServer(VERTX, options(setup), conversations)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    try (TestPeer peer =
        setup.contains("tls")
            ? TestPeer.connectWithTls(server.port())
            : TestPeer.connect(server.port())) {
      for (int i = 0; i < lines.size(); i++) {
        play(lines, i, peer);
      }
    } finally {
      server.shutdown(Duration.ZERO).toCompletionStage().toCompletableFuture().join();
    }
    Awaitility.await().until(() -> conversations.open.get() == 0);
    List<String> expected =
        lines.stream()
            .filter(line -> line.startsWith("= "))
            .map(line -> line.substring(2))
            .toList();
    if (!expected.isEmpty()) {
      List<String> calls = new ArrayList<>(conversations.calls);
      assertThat(calls.removeLast()).isEqualTo("closed");
      assertThat(calls).isEqualTo(expected);
    }
  }

  private static void play(List<String> lines, int i, TestPeer peer) throws IOException {
    String line = lines.get(i);
    String where = "line " + (i + 1);
    if (line.startsWith("C")) {
      boolean first = i == 0 || !lines.get(i - 1).startsWith("C");
      if (first) {
        StringBuilder octets = new StringBuilder();
        for (int j = i; j < lines.size() && lines.get(j).startsWith("C"); j++) {
          String text = lines.get(j).substring(Math.min(3, lines.get(j).length()));
          octets.append(lines.get(j).startsWith("C~") ? text.translateEscapes() : text + "\r\n");
        }
        peer.send(octets.toString().getBytes(UTF_8));
      }
    } else if (line.equals("S: silent")) {
      assertThat(peer.isSilentFor(200)).as(where).isTrue();
    } else if (line.equals("S: closed")) {
      assertThat(peer.isClosed()).as(where).isTrue();
    } else if (line.startsWith("S: ")) {
      String expected = line.substring(3);
      String actual = Optional.ofNullable(peer.readLine()).orElse("closed");
      if (expected.endsWith("...")) {
        assertThat(actual).as(where).startsWith(expected.substring(0, expected.length() - 3));
      } else {
        assertThat(actual).as(where).isEqualTo(expected);
      }
    } else if (line.equals("TLS: handshake")) {
      peer.handshake();
    } else {
      assertThat(line).as(where).matches("(#|@|=|$).*");
    }
  }

  private static SmtpServerOptions options(List<String> setup) {
    SmtpServerOptions options =
        new SmtpServerOptions()
            .hostName("mx.baton.test")
            .bindAddress("127.0.0.1")
            .eventLoops(1)
            .maxMessageSize(1_000)
            .dsn(setup.contains("dsn"))
            .requireTlsParameter(setup.contains("require-tls-parameter"))
            .futureRelease(Duration.ofHours(setup.contains("future-release") ? 1 : 0))
            .maxTransactions(setup.contains("few-transactions") ? 2 : 100_000)
            .requireTls(setup.contains("require-tls"))
            .authentication(setup.contains("auth"))
            .maxErrors(setup.contains("few-errors") ? 2 : 20)
            .maxIdleCommands(setup.contains("few-idle-commands") ? 3 : 100);
    if (setup.contains("starttls")) {
      options.startTls(TestCertificate.forServer());
    }
    if (setup.contains("tls")) {
      options.implicitTls(TestCertificate.forServer());
    }
    return options;
  }
}
