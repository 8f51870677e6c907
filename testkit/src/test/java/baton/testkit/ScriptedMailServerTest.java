package baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.testkit.MailServerRule.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedMailServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ScriptedMailServer server = ScriptedMailServer.start();

  @AfterEach
  void hangUp() {
    server.close();
  }

  @Test
  void acceptsEverythingAndRemembersEnvelopeBytesAndSession() throws IOException {
    try (SmtpTalker talker = SmtpTalker.to(server)) {
      assertThat(talker.reply()).isEqualTo("220 mx.example.test ESMTP");
      assertThat(talker.say("EHLO client.test")).isEqualTo("250 DSN");
      transmit(talker, "one@example.test", "Subject: first\r\n folded\r\n\r\n..dot\r\n");
      transmit(talker, "two@example.test", "Subject: second\r\n\r\nbare\n.\r\nline\r\n");
      assertThat(talker.say("QUIT")).startsWith("221");
    }

    List<ReceivedMessage> messages = server.await(2, PATIENCE);
    ReceivedMessage first = messages.getFirst();
    assertThat(first.sender()).isEqualTo("from@example.test");
    assertThat(first.recipients()).containsExactly("one@example.test");
    assertThat(first.commands()).contains("RCPT TO:<one@example.test> NOTIFY=NEVER");
    assertThat(first.header("subject")).isEqualTo("first folded");
    assertThat(first.body()).isEqualTo(".dot\r\n");
    // Only CRLF.CRLF ends a message: the dot after a bare line feed is content.
    assertThat(new String(messages.get(1).content(), StandardCharsets.US_ASCII))
        .isEqualTo("Subject: second\r\n\r\nbare\n.\r\nline\r\n");
    server.awaitEnd(1, PATIENCE);
    assertThat(server.messagesPerSession()).isEqualTo(Map.of(1, 2L));
    assertThat(server.connections()).isOne();
  }

  @Test
  void takesCommandsThatArriveInOnePiece() throws IOException {
    try (SmtpTalker talker = SmtpTalker.to(server)) {
      talker.send(
          "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<a@example.test>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n");
      assertThat(server.await(1, PATIENCE).getFirst().sender()).isEmpty();
      server.awaitEnd(1, PATIENCE);
      assertThat(server.commands()).endsWith("DATA", "QUIT");
    }
  }

  @Test
  void takesChunks() throws IOException {
    try (SmtpTalker talker = greeted()) {
      talker.say("MAIL FROM:<a@example.test>");
      talker.say("RCPT TO:<b@example.test>");
      talker.send("BDAT 4\r\n.one");
      assertThat(talker.reply()).startsWith("250");
      talker.send("BDAT 5 LAST\r\n\r\ntwo");
      assertThat(talker.reply()).startsWith("250");
      assertThat(server.messages().getFirst().text()).isEqualTo(".one\r\ntwo");
    }
  }

  @Test
  void answersRecipientsAsTold() throws IOException {
    server.onRcpt("550 5.1.1 gone").forRecipient("gone@example.test");
    server.onRcpt("451 4.7.1 try later").times(2);
    try (SmtpTalker talker = greeted()) {
      talker.say("MAIL FROM:<a@example.test>");
      assertThat(talker.say("RCPT TO:<gone@example.test>")).isEqualTo("550 5.1.1 gone");
      assertThat(talker.say("RCPT TO:<b@example.test>")).startsWith("451 4.7.1");
      assertThat(talker.say("RCPT TO:<b@example.test>")).startsWith("451 4.7.1");
      assertThat(talker.say("DATA")).startsWith("554");
      assertThat(talker.say("RCPT TO:<b@example.test>")).startsWith("250");
      assertThat(talker.say("RCPT TO:<gone@example.test>")).startsWith("550");
    }
  }

  @Test
  void answersOneAfterTheOther() throws IOException {
    server.onDot("451 4.3.0 first").once();
    server.onDot("554 5.7.1 second").once();
    try (SmtpTalker talker = greeted()) {
      assertThat(transmit(talker, "a@example.test", "x\r\n")).isEqualTo("451 4.3.0 first");
      assertThat(transmit(talker, "a@example.test", "x\r\n")).isEqualTo("554 5.7.1 second");
      assertThat(transmit(talker, "a@example.test", "x\r\n")).startsWith("250");
    }
    assertThat(server.messages()).hasSize(1);
    assertThat(server.transmissions())
        .extracting(ReceivedMessage::reply)
        .containsExactly("451 4.3.0 first", "554 5.7.1 second", "250 2.0.0 taken over");
  }

  @Test
  void closesAfterTheDot() throws IOException {
    server.closeOn(Stage.DOT).once();
    try (SmtpTalker talker = greeted()) {
      assertThat(transmit(talker, "a@example.test", "x\r\n")).isNull();
    }
    assertThat(server.awaitTransmissions(1, PATIENCE).getFirst().accepted()).isFalse();
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void closesWith421AndWithoutAGreeting() throws IOException {
    server.onConnect("421 4.3.2 not now").once();
    server.closeOn(Stage.CONNECT).once();
    for (String greeting : new String[] {"421 4.3.2 not now", null}) {
      try (SmtpTalker talker = SmtpTalker.to(server)) {
        assertThat(talker.reply()).isEqualTo(greeting);
        assertThat(talker.reply()).isNull();
      }
    }
    server.awaitEnd(2, PATIENCE);
  }

  @Test
  void stallsUntilTheClientGoes() throws IOException {
    server.stallOn(Stage.RCPT);
    try (SmtpTalker talker = greeted()) {
      talker.say("MAIL FROM:<a@example.test>");
      talker.send("RCPT TO:<b@example.test>\r\n");
      assertThat(server.openSessions()).isOne();
    }
    server.awaitEnd(1, PATIENCE);
    assertThat(server.transcript(1)).endsWith("S: (silence)");
  }

  @Test
  void countsSessionsThatAreOpenAtOnce() throws IOException {
    try (SmtpTalker one = greeted();
        SmtpTalker two = greeted()) {
      one.say("NOOP");
      two.say("NOOP");
    }
    server.awaitEnd(2, PATIENCE);
    assertThat(server.maxConcurrentSessions()).isEqualTo(2);
  }

  @Test
  void offersTlsWithTheGivenCertificate() throws IOException {
    TestCertificate certificate = Certificates.authority("Test CA").issue("localhost", "127.0.0.2");
    MailServerSetup setup = MailServerSetup.usual().at("127.0.0.2", 0).startTls(certificate);
    try (ScriptedMailServer secure = ScriptedMailServer.start(setup);
        SmtpTalker talker = SmtpTalker.to(secure)) {
      talker.reply();
      assertThat(talker.say("EHLO c")).isEqualTo("250 STARTTLS");
      assertThat(talker.say("STARTTLS")).startsWith("220");
      talker.startTls(certificate.clientContext(), "127.0.0.2");
      assertThat(talker.say("EHLO c")).isEqualTo("250 DSN");
      transmit(talker, "a@example.test", "x\r\n");
      assertThat(secure.messages().getFirst().tls()).isTrue();
    }
  }

  @Test
  void tellsTheWholeConversationWhereMailIsMissing() throws IOException {
    try (SmtpTalker talker = greeted()) {
      talker.say("MAIL FROM:<a@example.test>");
      assertThatThrownBy(() -> server.await(1, Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("1 accepted messages")
          .hasMessageContaining("C: MAIL FROM:<a@example.test>");
    }
  }

  @Test
  void playsADialogue() throws IOException {
    server.play(Dialogue.of(getClass(), "sunday.smtp"), Dialogue.of(getClass(), "monday.smtp"));
    try (SmtpTalker talker = SmtpTalker.to(server)) {
      assertThat(talker.reply()).startsWith("220");
      talker.say("EHLO client.test");
      assertThat(talker.say("MAIL FROM:<b-x@bounces.test>")).isEqualTo("451 4.7.1 on Monday");
      assertThat(talker.say("QUIT")).isEqualTo("221 2.0.0 bye");
      assertThat(talker.reply()).isNull();
    }
    try (SmtpTalker talker = SmtpTalker.to(server)) {
      talker.reply();
      talker.say("EHLO client.test");
      transmit(talker, "a@example.test", "monday\r\n");
    }
    assertThat(server.await(1, PATIENCE).getFirst().recipients()).containsExactly("a@example.test");
    server.assertDialoguesKept();
  }

  @Test
  void saysWhereADialogueWasLeft() throws IOException {
    server.play(Dialogue.of(getClass(), "sunday.smtp"));
    try (SmtpTalker talker = SmtpTalker.to(server)) {
      talker.reply();
      assertThat(talker.say("HELO client.test")).isNull();
    }
    // Whichever looks first once it is known.
    assertThatThrownBy(
            () -> {
              server.awaitEnd(1, PATIENCE);
              server.assertDialoguesKept();
            })
        .hasMessageContaining("sunday.smtp expects 'EHLO *' and not 'HELO client.test'");
  }

  private SmtpTalker greeted() throws IOException {
    SmtpTalker talker = SmtpTalker.to(server);
    talker.reply();
    talker.say("EHLO client.test");
    return talker;
  }

  private static String transmit(SmtpTalker talker, String recipient, String content)
      throws IOException {
    talker.say("MAIL FROM:<from@example.test>");
    talker.say("RCPT TO:<" + recipient + "> NOTIFY=NEVER");
    talker.say("DATA");
    talker.send(content);
    return talker.say(".");
  }
}
