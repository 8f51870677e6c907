package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import baton.testkit.NeedsProgram;
import baton.testkit.Ports;
import baton.testkit.Programs;
import baton.testkit.Programs.Run;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Postfix's smtp-sink takes the mail, and another implementation of DKIM checks its signature. */
@NeedsProgram({"smtp-sink", "python3"})
class SinkIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Process sink;
  private static Relay relay;
  private static Path dumps;

  @BeforeAll
  static void start() throws Exception {
    dumps = Files.createDirectory(folder.resolve("dumps"));
    int port = Ports.free();
    sink = startSink(port);
    relay = Relay.start(folder.resolve("data"), Map.of("BATON_MX_PORT", Integer.toString(port)));
    relay.domain("postfix.test");
  }

  @AfterAll
  static void stop() throws Exception {
    if (relay != null) {
      relay.close();
    }
    if (sink != null) {
      sink.destroy();
    }
  }

  @Test
  void whatTheApiComposedArrivesWithAGoodSignature() throws Exception {
    String id =
        relay
            .send(
                Map.of(
                    "from",
                    "Jürgen <app@demo.baton.test>",
                    "to",
                    List.of("Zoë <api@postfix.test>"),
                    "subject",
                    "Grüße aus einer ziemlich langen Betreffzeile, die gefaltet werden muss: 東京",
                    "text",
                    "Hello\n.\n..dots\n.dot\n" + "trailing blanks  \n".repeat(3) + "the end",
                    "html",
                    "<p>Hello <a href=\"https://example.com/x\">there</a></p>"))
            .getFirst();
    relay.event("baton.events.delivery", id, "email.delivered");
    assertSigned(dumped("api@postfix.test"));
  }

  @Test
  void whatCameBySmtpArrivesOctetByOctetWithAGoodSignature() throws Exception {
    String body = "8 bit: Grüße\r\n.\r\n..dots\r\n \t\r\nthe end\r\n\r\n\r\n";
    try (SmtpTalk talk =
        SmtpTalk.loggedIn(relay.port("BATON_SMTP_PORT"), relay.credential("BATON_API_KEY"))) {
      String content =
          "From: app@demo.baton.test\r\nTo: smtp@postfix.test\r\nSubject: Hi\r\n"
              + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
              + "Content-Transfer-Encoding: 8bit\r\n\r\n"
              + body;
      String wire =
          new String(content.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
              .replaceAll("(?m)^\\.", "..");
      String reply =
          talk.submit(
              "app@demo.baton.test", "smtp@postfix.test", wire.substring(0, wire.length() - 2));
      assertThat(reply).startsWith("250 2.0.0 ");
    }
    String mail = dumped("smtp@postfix.test");
    assertThat(mail.substring(mail.indexOf("\r\n\r\n") + 4)).isEqualTo(body);
    assertSigned(mail);
  }

  /** Checks with the key that the API tells to publish, and again after a change on the way. */
  private static void assertSigned(String mail) throws Exception {
    JsonNode domain = new ObjectMapper().readTree(relay.get("/v1/domains/demo.baton.test").body());
    JsonNode key =
        Stream.of(domain.get("records"))
            .flatMap(JsonNode::valueStream)
            .filter(record -> record.get("purpose").asText().equals("dkim"))
            .findFirst()
            .orElseThrow();
    assertThat(key.get("type").asText()).isEqualTo("TXT");
    String name = key.get("name").asText();
    String value = key.get("value").asText();
    assertThat(verified(mail, name, value)).isEqualTo("True");
    assertThat(verified(mail.replace("the end", "the  End"), name, value)).isEqualTo("False");
    assertThat(verified(mail.replace("Subject: ", "Subject: Re: "), name, value))
        .isEqualTo("False");
  }

  private static String verified(String mail, String name, String value) {
    String python =
        Stream.of("/usr/bin/python3", "python3")
            .filter(each -> Programs.find(Path.of(each).getFileName().toString()).isPresent())
            .filter(
                each ->
                    (!each.startsWith("/") || Files.isExecutable(Path.of(each)))
                        && Programs.run(LIMIT, each, "-c", "import dkim").exitStatus() == 0)
            .findFirst()
            .orElse("");
    assumeTrue(!python.isEmpty(), "python3-dkim is not installed");
    String program =
        """
        import dkim, sys

        name, value = (text.encode() for text in sys.argv[1:])

        def published(asked, timeout=5):
            return value if asked.rstrip(b".") == name else None

        print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=published))
        """;
    Run run =
        Programs.run(
            LIMIT,
            mail.getBytes(StandardCharsets.UTF_8),
            Map.of(),
            List.of(python, "-c", program, name, value));
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    return run.output().strip();
  }

  /** The message for a recipient as it came by SMTP: what smtp-sink's dump adds is undone. */
  private static String dumped(String recipient) {
    String dump =
        await()
            .atMost(Relay.PATIENCE)
            .until(
                () ->
                    contents().stream()
                        .filter(each -> each.contains("X-Rcpt-Args: <" + recipient + ">"))
                        .filter(each -> each.contains("\nthe end"))
                        .findFirst()
                        .orElse(""),
                text -> text.endsWith("\n\n"));
    String message =
        dump.replaceFirst(
            "^X-Client-Addr: .*\nX-Client-Proto: .*\nX-Helo-Args: .*\nX-Mail-Args: .*\n"
                + "(?:X-Rcpt-Args: .*\n)+Received: from .*\n\tby .*\n\t.*\n",
            "");
    assertThat(message).doesNotContain("X-Client-Addr");
    return message.substring(0, message.length() - 1).replace("\n", "\r\n");
  }

  private static List<String> contents() throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(dumps)) {
      for (Path file : files.toList()) {
        contents.add(Files.readString(file));
      }
    }
    return contents;
  }

  private static Process startSink(int port) throws Exception {
    List<String> command = new ArrayList<>(List.of(Programs.find("smtp-sink").orElseThrow() + ""));
    if (System.getProperty("user.name").equals("root")) {
      // It insists on being somebody else then, who must be able to write here.
      Files.setPosixFilePermissions(dumps, PosixFilePermissions.fromString("rwxrwxrwx"));
      command.addAll(List.of("-u", "nobody"));
    }
    command.addAll(List.of("-h", "mx.postfix.test", "-d", "mail.", "127.0.0.1:" + port, "100"));
    Process process =
        new ProcessBuilder(command)
            .directory(dumps.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("sink.log").toFile())
            .start();
    await()
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(
            () -> {
              assertThat(process.isAlive())
                  .as(Files.readString(folder.resolve("sink.log")))
                  .isTrue();
              new Socket("127.0.0.1", port).close();
              return true;
            });
    return process;
  }
}
