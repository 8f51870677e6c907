package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;

import baton.testkit.NeedsProgram;
import baton.testkit.Programs.Run;
import baton.testkit.ReceivedMessage;
import io.vertx.ext.mail.MailMessage;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail programs that know nothing of Baton hand mail over, or are told why they may not. */
class ClientsIT {

  private static final String FROM = MailClients.FROM;

  /** swaks's exit statuses for what the server refused. */
  private static final int MAIL_REFUSED = 23;

  private static final int LOGIN_REFUSED = 28;

  @TempDir static Path folder;
  private static Relay relay;
  private static MailClients clients;
  private static String key;

  @BeforeAll
  static void start() throws Exception {
    relay = Relay.start(folder.resolve("data"));
    relay.domain("clients.test");
    key = relay.credential("BATON_API_KEY");
    clients = new MailClients(relay, key);
  }

  @AfterAll
  static void stop() throws Exception {
    relay.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "LOGIN"})
  @NeedsProgram("swaks")
  void swaksSubmitsOverStartTls(String mechanism) {
    String recipient = "swaks-" + mechanism.toLowerCase() + "@clients.test";
    Run run =
        clients.swaks("BATON_SMTP_PORT", recipient, "--tls", "--auth", mechanism, "--ap", key);
    assertThat(run.exitStatus()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).contains("250 2.0.0 accepted as ");
    assertArrived(recipient);
  }

  @Test
  @NeedsProgram("swaks")
  void swaksSubmitsOnTheTlsPort() {
    Run run =
        clients.swaks(
            "BATON_SMTPS_PORT", "tls@clients.test", "--tlsc", "--auth", "PLAIN", "--ap", key);
    assertThat(run.exitStatus()).as(run.output() + run.errors()).isZero();
    assertArrived("tls@clients.test");
  }

  @Test
  @NeedsProgram("swaks")
  void swaksIsOfferedNoLoginInTheClear() {
    Run run =
        clients.swaks("BATON_SMTP_PORT", "clear@clients.test", "--auth", "PLAIN", "--ap", key);
    assertThat(run.exitStatus()).isEqualTo(LOGIN_REFUSED);
    assertThat(run.output() + run.errors()).doesNotContain("AUTH PLAIN").contains("250 STARTTLS");
    assertThat(relay.peer.commands()).noneMatch(line -> line.contains("clear@clients.test"));
  }

  @Test
  @NeedsProgram("swaks")
  void swaksHearsWhatIsWrongWithItsKeyItsSilenceAndItsSender() {
    Run wrong =
        clients.swaks(
            "BATON_SMTP_PORT", "a@clients.test", "--tls", "--auth", "LOGIN", "--ap", "wrong");
    assertThat(wrong.exitStatus()).isEqualTo(LOGIN_REFUSED);
    assertThat(wrong.output()).contains("535 5.7.8 ");

    Run silent = clients.swaks("BATON_SMTP_PORT", "a@clients.test", "--tls");
    assertThat(silent.exitStatus()).isEqualTo(MAIL_REFUSED);
    assertThat(silent.output()).contains("530 5.7.0 ");

    Run stranger =
        clients.swaks(
            "BATON_SMTP_PORT",
            "a@clients.test",
            "--tls",
            "--auth",
            "PLAIN",
            "--ap",
            key,
            "--from",
            "me@somebody-else.test");
    assertThat(stranger.exitStatus()).isEqualTo(MAIL_REFUSED);
    assertThat(stranger.output()).contains("550 5.7.1 ", "somebody-else.test");
    assertThat(relay.peer.commands()).noneMatch(line -> line.contains("<a@clients.test>"));
  }

  @Test
  void aLoginWithoutTlsIsRefusedHoweverItIsTried() throws Exception {
    try (SmtpTalk talk = SmtpTalk.to(relay.port("BATON_SMTP_PORT"))) {
      talk.say("250", "EHLO client.test");
      talk.say("538 5.7.11 ", "AUTH PLAIN " + SmtpTalk.plain(key));
      talk.say("538 5.7.11 ", "AUTH LOGIN");
      talk.say("530 5.7.0 ", "MAIL FROM:<" + FROM + ">");
    }
  }

  @Test
  @NeedsProgram("python3")
  void pythonSubmitsAMessageInUtf8() {
    Run run =
        clients.python(
            """
            import smtplib, ssl, sys
            from email.message import EmailMessage

            port, key = int(sys.argv[1]), sys.argv[2]
            message = EmailMessage()
            message["From"] = "Jürgen Groß <app@demo.baton.test>"
            message["To"] = "Ζωή <python@clients.test>"
            message["Subject"] = "Grüße aus 東京"
            message.set_content("Schöne Grüße, привет, 你好!\\n.\\n..dots\\n", cte="8bit")
            with smtplib.SMTP("localhost", port) as smtp:
                smtp.starttls(context=ssl._create_unverified_context())
                smtp.login("any", key)
                print(smtp.send_message(message))
            """,
            Integer.toString(relay.port("BATON_SMTP_PORT")),
            key);
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(run.output().strip()).isEqualTo("{}");

    ReceivedMessage mail = assertArrived("python@clients.test");
    assertThat(mail.header("Subject")).startsWith("=?utf-8?");
    assertThat(mail.body()).contains("Schöne Grüße, привет, 你好!\r\n.\r\n..dots\r\n");
  }

  @Test
  @NeedsProgram("python3")
  void pythonSubmitsToAnInternationalAddress() {
    Run run =
        clients.python(
            """
            import smtplib, ssl, sys
            from email.message import EmailMessage

            message = EmailMessage()
            message["From"] = "app@demo.baton.test"
            message["To"] = "ζωή@clients.test"
            message["Subject"] = "Γεια"
            message.set_content("Γεια σου\\n")
            with smtplib.SMTP("localhost", int(sys.argv[1])) as smtp:
                smtp.starttls(context=ssl._create_unverified_context())
                smtp.login("any", sys.argv[2])
                smtp.send_message(message)
            """,
            Integer.toString(relay.port("BATON_SMTP_PORT")),
            key);
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(relay.received("ζωή@clients.test").commands().getFirst()).contains("SMTPUTF8");
  }

  @Test
  @NeedsProgram("python3")
  void pythonHearsEachRefusalAsTheErrorThatItKnows() {
    Run run =
        clients.python(
            """
            import smtplib, ssl, sys

            def attempt(what):
                with smtplib.SMTP("localhost", int(sys.argv[1])) as smtp:
                    smtp.starttls(context=ssl._create_unverified_context())
                    try:
                        what(smtp)
                    except smtplib.SMTPResponseException as e:
                        print(type(e).__name__, e.smtp_code, e.smtp_error.decode())

            def stranger(smtp):
                smtp.login("any", sys.argv[2])
                smtp.sendmail("me@somebody-else.test", "b@clients.test", "Subject: x\\n\\nx")

            attempt(lambda smtp: smtp.login("any", "baton_wrong"))
            attempt(lambda smtp: smtp.sendmail("app@demo.baton.test", "b@clients.test", "x"))
            attempt(stranger)
            """,
            Integer.toString(relay.port("BATON_SMTP_PORT")),
            key);
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(run.output().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("SMTPAuthenticationError 535 5.7.8 "),
            line -> assertThat(line).startsWith("SMTPSenderRefused 530 5.7.0 "),
            line -> assertThat(line).startsWith("SMTPSenderRefused 550 5.7.1 "));
  }

  @Test
  @NeedsProgram("curl")
  void curlSubmitsOverStartTls() {
    Run run = clients.curlOverSmtp(MailClients.message("curl@clients.test"), "curl@clients.test");
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertArrivedAsItWas("curl@clients.test");
  }

  @Test
  @NeedsProgram("curl")
  void curlSubmitsOverHttp() {
    Run run =
        clients.curlOverHttp(
            """
            {"from": "%s", "to": "curl-http@clients.test", "subject": "Hi", "text": "Grüße"}
            """
                .formatted(FROM));
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(run.output()).startsWith("{\"emails\":[{\"id\":\"").endsWith(" 202");
    assertArrived("curl-http@clients.test");
  }

  @Test
  @NeedsProgram("msmtp")
  void msmtpSubmitsOverStartTls() {
    Run run = clients.msmtp(MailClients.message("msmtp@clients.test"), "msmtp@clients.test");
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertArrivedAsItWas("msmtp@clients.test");
  }

  @Test
  @NeedsProgram("node")
  void nodemailerSubmitsWhatItComposes() {
    Run run =
        clients.nodemailer(
            """
            transport.sendMail({
              from: "Jürgen Groß <app@demo.baton.test>",
              to: ["node@clients.test", "Ζωή <node2@clients.test>"],
              subject: "Grüße aus 東京",
              text: "Schöne Grüße\\n",
              html: "<p>Schöne Grüße</p>",
              attachments: [{ filename: "größe.txt", content: "inside" }],
            }).then((info) => console.log(info.accepted.length, info.response));
            """);
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(run.output()).startsWith("2 250 2.0.0 accepted as ");
    ReceivedMessage mail = assertArrived("node@clients.test");
    assertThat(mail.header("Subject")).startsWith("=?UTF-8?");
    assertThat(mail.header("Content-Type")).startsWith("multipart/mixed");
    assertArrived("node2@clients.test");
  }

  @Test
  @NeedsProgram("node")
  void nodemailerSubmitsAFinishedMessage() {
    Run run =
        clients.nodemailer(
            """
            transport.sendMail({
              envelope: { from: "app@demo.baton.test", to: "node-raw@clients.test" },
              raw: Buffer.from("%s", "base64"),
            }).then((info) => console.log(info.response));
            """
                .formatted(
                    Base64.getEncoder()
                        .encodeToString(MailClients.message("node-raw@clients.test"))));
    assertThat(run.exitStatus()).as(run.errors()).isZero();
    assertThat(run.output()).startsWith("250 2.0.0 accepted as ");
    assertArrivedAsItWas("node-raw@clients.test");
  }

  @Test
  void vertxMailClientSubmitsOverStartTls() throws Exception {
    clients.vertx(
        new MailMessage()
            .setFrom(FROM)
            .setTo("vertx@clients.test")
            .setSubject("Grüße")
            .setText("Schöne Grüße")
            .setHtml("<p>Schöne Grüße</p>"));
    ReceivedMessage mail = assertArrived("vertx@clients.test");
    assertThat(mail.header("Content-Type")).startsWith("multipart/alternative");
    assertThat(mail.body()).contains("Sch=C3=B6ne Gr=C3=BC=C3=9Fe");
  }

  private static void assertArrivedAsItWas(String recipient) {
    assertThat(assertArrived(recipient).body()).isEqualTo(MailClients.BODY);
  }

  /** It is there, and its sender hears so. */
  private static ReceivedMessage assertArrived(String recipient) {
    ReceivedMessage mail = relay.received(recipient);
    assertThat(mail.recipients()).containsExactly(recipient);
    assertThat(mail.header("DKIM-Signature")).contains("d=demo.baton.test");
    assertThat(relay.delivered(recipient).attempt().reply()).startsWith("2");
    return mail;
  }
}
