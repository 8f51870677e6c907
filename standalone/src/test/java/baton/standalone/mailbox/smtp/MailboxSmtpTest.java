package baton.standalone.mailbox.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import baton.standalone.mailbox.store.Letter;
import baton.standalone.mailbox.store.Mailbox;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxSmtpTest {
  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private Mailbox mailbox;
  private Socket socket;
  private BufferedReader replies;
  private OutputStream commands;

  @BeforeEach
  void connect() throws Exception {
    mailbox = Mailbox.open(folder, 100);
    int port =
        new MailboxSmtp(vertx, mailbox, 0).listen().toCompletionStage().toCompletableFuture().get();
    socket = new Socket("127.0.0.1", port);
    replies =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    commands = socket.getOutputStream();
    assertThat(replies.readLine()).startsWith("220 mailbox.baton.test ");
    say("HELO me.example");
    assertThat(replies.readLine()).startsWith("250 ");
  }

  @AfterEach
  void disconnect() throws Exception {
    socket.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
    mailbox.close();
  }

  @Test
  void keepsWhatItTakesByteForByteForEachRecipient() throws Exception {
    assertThat(ask("MAIL FROM:<b-token@bounces.baton.test>")).isEqualTo("250 2.1.0 Sender OK");
    assertThat(ask("RCPT TO:<a@example.org>")).isEqualTo("250 2.1.5 Recipient OK");
    assertThat(ask("RCPT TO:<b@example.org>")).isEqualTo("250 2.1.5 Recipient OK");
    assertThat(ask("DATA")).startsWith("354 ");
    assertThat(ask("From: Me <me@example.com>\r\nSubject: Dots\r\n\r\n..one\r\n...two\r\n."))
        .isEqualTo("250 2.0.0 Kept as 1");

    assertThat(mailbox.newestFirst())
        .extracting(Letter::to)
        .containsExactly("b@example.org", "a@example.org");
    Letter letter = mailbox.find(1).orElseThrow();
    assertThat(letter.returnPath()).isEqualTo("b-token@bounces.baton.test");
    assertThat(letter.from()).isEqualTo("me@example.com");
    assertThat(letter.subject()).isEqualTo("Dots");
    assertThat(mailbox.source(1).orElseThrow())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("From: Me <me@example.com>\r\nSubject: Dots\r\n\r\n.one\r\n..two\r\n");
  }

  @Test
  void takesNotificationsFromTheNullPath() throws Exception {
    ask("MAIL FROM:<>");
    ask("RCPT TO:<a@example.org>");
    ask("DATA");
    ask("Subject: Undelivered\r\n\r\n.");
    assertThat(mailbox.find(1).orElseThrow().returnPath()).isEmpty();
    assertThat(mailbox.find(1).orElseThrow().from()).isEmpty();
  }

  @Test
  void saysTryAgainWhereItCannotWrite() throws Exception {
    mailbox.close();
    ask("MAIL FROM:<a@example.com>");
    ask("RCPT TO:<a@example.org>");
    ask("DATA");
    assertThat(ask("Subject: Lost\r\n\r\n.")).startsWith("452 4.3.1 ");
  }

  private String ask(String text) throws IOException {
    say(text);
    return replies.readLine();
  }

  private void say(String text) throws IOException {
    commands.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
    commands.flush();
  }
}
