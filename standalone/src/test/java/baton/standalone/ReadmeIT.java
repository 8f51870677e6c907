package baton.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import baton.testkit.NeedsProgram;
import baton.testkit.Programs;
import baton.testkit.Programs.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's examples of sending mail, and what {@code up} prints to paste, run as they stand.
 */
class ReadmeIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A fenced block: its language and its lines. */
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

  @TempDir static Path folder;
  private static Up up;
  private static List<MatchResult> blocks;

  @BeforeAll
  static void start() throws Exception {
    String readme = Files.readString(Path.of(System.getProperty("baton.repository"), "README.md"));
    blocks =
        BLOCK
            .matcher(
                readme.substring(
                    readme.indexOf("\n## Send mail"), readme.indexOf("\n## Follow it")))
            .results()
            .toList();
    up = Up.start(folder.resolve(".baton"), Up.freePorts()).ready();
  }

  @AfterAll
  static void stop() throws Exception {
    up.close();
  }

  @Test
  @NeedsProgram("curl")
  void theCurlThatUpPrints() throws Exception {
    assertThat(paste("curl ")).contains("\"to\":\"you@example.org\"");
    arrives("The first baton");
  }

  @Test
  @NeedsProgram("swaks")
  void theSwaksThatUpPrints() throws Exception {
    assertThat(paste("swaks ")).contains("250 2.0.0 accepted as ");
    arrives("By SMTP");
  }

  /** What begins so and goes on to the next empty line, as a newcomer copies it. */
  private static String paste(String beginning) {
    String printed = up.output();
    int start = printed.indexOf("\n" + beginning) + 1;
    assertThat(start).as("what up prints: " + printed).isPositive();
    return succeeds(printed.substring(start, printed.indexOf("\n\n", start)));
  }

  @Test
  @NeedsProgram("curl")
  void curl() throws Exception {
    assertThat(follow(block("sh", "curl "))).contains("\"to\":\"you@example.org\"");
    arrives("By curl");
  }

  @Test
  @NeedsProgram("swaks")
  void swaks() throws Exception {
    assertThat(follow(block("sh", "swaks "))).contains("250 2.0.0 accepted as ");
    arrives("By SMTP");
  }

  @Test
  @NeedsProgram("python3")
  void python() throws Exception {
    follow("python3 " + file("send.py", block("python", "smtplib")));
    arrives("By Python");
  }

  @Test
  @NeedsProgram("node")
  void javaScript() throws Exception {
    assertThat(follow("node " + file("send.mjs", block("javascript", "fetch")))).startsWith("202");
    arrives("By JavaScript");
  }

  @Test
  void java() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin/java");
    assertThat(follow(java + " " + file("Send.java", block("java", "HttpClient"))))
        .startsWith("202");
    arrives("By Java");
  }

  private static String block(String language, String part) {
    return blocks.stream()
        .filter(block -> block.group(1).equals(language) && block.group(2).contains(part))
        .map(block -> block.group(2))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the README has no " + language + " with " + part));
  }

  private static String file(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), onThisPort(text));
    return name;
  }

  /** As a newcomer would: in the folder, behind the line that takes the key. */
  private static String follow(String commands) {
    String script = "set -e\n" + block("sh", "credentials.env") + onThisPort(commands);
    return succeeds("cd '" + folder + "'\n" + script);
  }

  private static String succeeds(String script) {
    Run run = Programs.run(LIMIT, "sh", "-c", script);
    assertThat(run.exitStatus()).as(run.output() + run.errors()).isZero();
    return run.output();
  }

  private static String onThisPort(String text) {
    String port = Integer.toString(up.port(Port.SMTP));
    return text.replace("localhost:2587", "localhost:" + port)
        .replace("\"localhost\", 2587", "\"localhost\", " + port);
  }

  private static void arrives(String subject) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(up.get("/mailbox/messages?to=you@example.org"))
                    .contains('"' + subject + '"'));
  }
}
