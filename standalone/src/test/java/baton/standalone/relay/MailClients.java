package baton.standalone.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import baton.testkit.Programs;
import baton.testkit.Programs.Run;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Other people's mail programs, as their users call them: with a login, and TLS by STARTTLS where
 * nothing else is said.
 */
final class MailClients {

  static final String FROM = "app@demo.baton.test";

  /** What no client may change on its way. */
  static final String BODY =
      "Schöne Grüße, привет, 你好!\r\n.\r\n..dots\r\nblanks at the end  \r\n\r\n\r\nthe end\r\n";

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Relay relay;
  private final String key;

  MailClients(Relay relay, String key) {
    this.relay = relay;
    this.key = key;
  }

  /** A finished message with {@link #BODY}. */
  static byte[] message(String recipient) {
    return """
    From: %s
    To: %s
    Subject: Hi
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 8bit

    %s"""
        .formatted(FROM, recipient, BODY)
        .replaceAll("\r?\n", "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * swaks.
   *
   * @param port by its variable
   * @param more of its options, those of TLS and login among them
   */
  Run swaks(String port, String recipient, String... more) {
    assumeTrue(
        Programs.run(LIMIT, "swaks", "--support").output().contains("=== TLS supported"),
        "swaks has no TLS: libnet-ssleay-perl is not installed");
    List<String> command = new ArrayList<>();
    Stream.of("swaks", "--server", "localhost", "--port", "" + relay.port(port))
        .forEach(command::add);
    Stream.of("--helo", "client.test", "--to", recipient, "--from", FROM).forEach(command::add);
    if (List.of(more).contains("--auth")) {
      command.addAll(List.of("--auth-user", "any"));
    }
    command.addAll(List.of(more));
    return Programs.run(LIMIT, command.toArray(String[]::new));
  }

  /** A program in Python. */
  Run python(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of("python3", "-"));
    command.addAll(List.of(arguments));
    return Programs.run(
        LIMIT,
        program.getBytes(StandardCharsets.UTF_8),
        Map.of("PYTHONIOENCODING", "utf-8"),
        command);
  }

  Run curlOverSmtp(byte[] message, String recipient) {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
    Stream.of("--ssl-reqd", "--insecure", "--url", "smtp://localhost:" + port())
        .forEach(command::add);
    Stream.of("--user", "any:" + key, "--mail-from", FROM, "--mail-rcpt", recipient)
        .forEach(command::add);
    command.addAll(List.of("--upload-file", "-"));
    return Programs.run(LIMIT, message, Map.of(), command);
  }

  /** The answer's body is the output; its status stands behind it. */
  Run curlOverHttp(String json) {
    List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
    Stream.of("--write-out", " %{http_code}", "--header", "Authorization: Bearer " + key)
        .forEach(command::add);
    Stream.of("--header", "Content-Type: application/json", "--data-binary", "@-")
        .forEach(command::add);
    command.add(relay.url() + "/v1/emails");
    return Programs.run(LIMIT, json.getBytes(StandardCharsets.UTF_8), Map.of(), command);
  }

  /** With a host on its command line it reads no configuration. */
  Run msmtp(byte[] message, String recipient) {
    List<String> command = new ArrayList<>(List.of("msmtp", "--host=localhost"));
    Stream.of("--port=" + port(), "--tls=on", "--tls-starttls=on", "--tls-certcheck=off")
        .forEach(command::add);
    Stream.of("--auth=plain", "--user=any", "--passwordeval=echo \"$API_KEY\"")
        .forEach(command::add);
    command.addAll(List.of("--from=" + FROM, recipient));
    return Programs.run(LIMIT, message, Map.of("API_KEY", key), command);
  }

  /**
   * nodemailer; skips the test where node does not find it.
   *
   * @param program in JavaScript, which finds a {@code transport}
   */
  Run nodemailer(String program) {
    // Debian's node-nodemailer is there; Debian's own node looks there by itself.
    Map<String, String> path =
        Map.of("NODE_PATH", System.getenv().getOrDefault("NODE_PATH", "/usr/share/nodejs"));
    byte[] question = "require('nodemailer')".getBytes(StandardCharsets.UTF_8);
    assumeTrue(
        Programs.run(LIMIT, question, path, List.of("node", "-")).exitStatus() == 0,
        "nodemailer is not installed where NODE_PATH leads");
    String transport =
        """
        const transport = require("nodemailer").createTransport({
          host: "localhost", port: %d, requireTLS: true, tls: { rejectUnauthorized: false },
          auth: { user: "any", pass: "%s" },
        });
        """
            .formatted(port(), key);
    return Programs.run(
        LIMIT, (transport + program).getBytes(StandardCharsets.UTF_8), path, List.of("node", "-"));
  }

  /** Vert.x Mail Client; fails where it is refused. */
  void vertx(MailMessage message) throws Exception {
    MailConfig config =
        new MailConfig("localhost", port(), StartTLSOptions.REQUIRED, LoginOption.REQUIRED)
            .setUsername("any")
            .setPassword(key)
            .setTrustAll(true)
            .setHostnameVerificationAlgorithm("");
    Vertx vertx = Vertx.vertx();
    try {
      MailClient.create(vertx, config)
          .sendMail(message)
          .toCompletionStage()
          .toCompletableFuture()
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  private int port() {
    return relay.port("BATON_SMTP_PORT");
  }
}
