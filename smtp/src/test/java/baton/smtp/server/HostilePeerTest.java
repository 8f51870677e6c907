package baton.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile or broken peer does, and that another, well-behaved one never notices. */
class HostilePeerTest {

  private ServerFixture fixture;
  private TestPeer bystander;

  @BeforeEach
  void startWithABystanderInTheMiddleOfItsMessage() throws Exception {
    fixture = new ServerFixture(options -> options.eventLoops(1));
    bystander = fixture.inData();
    bystander.send("first half\r\n");
  }

  @AfterEach
  void bystanderIsUndisturbed() throws Exception {
    assertThat(bystander.ask("second half", ".")).isEqualTo("250 2.0.0 Queued");
    assertThat(bystander.ask("QUIT")).isEqualTo("221 2.0.0 Goodbye");
    bystander.close();
    await().until(() -> fixture.conversations.open.get() == 0);
    assertThat(fixture.server.bytesInFlight()).isZero();
    assertThat(fixture.server.connections()).isZero();
    fixture.close();
  }

  @Test
  void aLineOfTenThousandOctetsIsRefusedAndTheSessionGoesOn() throws Exception {
    try (TestPeer peer = fixture.greet()) {
      assertThat(peer.ask("NOOP " + "x".repeat(9_995)))
          .isEqualTo("500 5.5.2 Line too long: a command has at most 512 octets");
      assertThat(peer.ask("MAIL FROM:<" + "x".repeat(9_995) + ">"))
          .isEqualTo("500 5.5.2 Line too long: MAIL and RCPT have at most 2048 octets");
      assertThat(peer.ask("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void anEndlessLineIsReadAndNotHeld() throws Exception {
    try (TestPeer peer = fixture.connect()) {
      byte[] block = "x".repeat(65_536).getBytes(ISO_8859_1);
      for (int i = 0; i < 200; i++) {
        peer.send(block);
      }
      assertThat(peer.ask(""))
          .isEqualTo("500 5.5.2 Line too long: a command has at most 512 octets");
      assertThat(peer.ask("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void oneOctetAtATimeIsAsGoodAsAnyOther() throws Exception {
    try (TestPeer peer = fixture.connect()) {
      String dialogue =
          "HELO c.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<b@c.example>\r\nDATA\r\n"
              + ".\u00e9\r\n..\r\n.\r\nQUIT\r\n";
      for (byte octet : dialogue.getBytes(ISO_8859_1)) {
        peer.send(new byte[] {octet});
      }
      for (int code : new int[] {250, 250, 250, 354, 250, 221}) {
        assertThat(peer.readReply()).startsWith(code + " ");
      }
      assertThat(fixture.conversations.messages.poll().content())
          .isEqualTo("\u00e9\r\n.\r\n".getBytes(ISO_8859_1));
    }
  }

  @Test
  void aResetInTheMiddleOfDataLosesThatMessageOnly() throws Exception {
    for (int i = 0; i < 20; i++) {
      TestPeer peer = fixture.inData();
      peer.send("Subject: never finished\r\n\r\n" + "x".repeat(100_000));
      peer.vanish();
    }
    await().until(() -> fixture.conversations.open.get() == 1);
    assertThat(fixture.conversations.messages).isEmpty();
  }

  @Test
  void contentThatCameInChunksIsHeldNoLongerThanItsTransaction() throws Exception {
    long before = fixture.server.bytesInFlight();
    for (String end : new String[] {"RSET", "EHLO again.example", "QUIT", "gone"}) {
      TestPeer peer = fixture.connect();
      peer.ask("EHLO client.example");
      peer.ask("MAIL FROM:<a@client.example>");
      peer.ask("RCPT TO:<b@here.example>");
      peer.send("BDAT 100000\r\n" + "x".repeat(100_000));
      assertThat(peer.readReply()).isEqualTo("250 2.0.0 100000 octets so far");
      assertThat(fixture.server.bytesInFlight()).isGreaterThanOrEqualTo(before + 100_000);
      if (end.equals("gone")) {
        peer.send("BDAT 100000 LAST\r\n" + "x".repeat(50_000));
        peer.vanish();
      } else {
        assertThat(peer.ask(end)).startsWith("2");
        await().until(() -> fixture.server.bytesInFlight() == before);
        peer.close();
      }
      await().until(() -> fixture.server.bytesInFlight() == before);
    }
    await().until(() -> fixture.conversations.open.get() == 1);
    assertThat(fixture.conversations.messages).isEmpty();
  }

  @Test
  void aPeerThatLeavesBeforeItsAnswerLeavesNothingBehind() throws Exception {
    fixture.conversations.withholdAnswers();
    TestPeer peer = fixture.inData();
    peer.sendLines("text", ".");
    await().until(() -> fixture.conversations.withheld.size() == 1);
    peer.vanish();
    await().until(() -> fixture.server.connections() == 1);
    assertThat(fixture.conversations.open.get()).isEqualTo(2);
    fixture.conversations.withheld.remove().fail("too late");
    await().until(() -> fixture.conversations.open.get() == 1);

    // The bystander's message is withheld too, for the check that follows each test.
    Thread.startVirtualThread(
        () -> {
          await().until(() -> fixture.conversations.withheld.size() == 1);
          fixture
              .conversations
              .withheld
              .remove()
              .complete(baton.smtp.grammar.Reply.of(250, "2.0.0", "Queued"));
        });
  }

  @Test
  void halfACommandAndAResetIsNoCommand() throws Exception {
    TestPeer peer = fixture.greet();
    peer.send("MAIL FROM:<a@b.example>");
    peer.vanish();
    await().until(() -> fixture.server.connections() == 1);
    assertThat(fixture.conversations.calls).containsOnlyOnce("mail a@client.example");
  }

  @Test
  void octetsOfEveryValueInCommandsGetOneReplyALine() throws Exception {
    try (TestPeer peer = fixture.connect()) {
      int lines = 0;
      for (int octet = 0; octet < 256 && lines < 20; octet += 13) {
        if (octet != '\n' && octet != '\r') {
          assertThat(peer.send((char) octet + "OOP" + (char) octet + "\r\n").readReply())
              .startsWith("500 5.5.");
          lines++;
        }
      }
      assertThat(peer.ask("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void aFloodOfCommandsThatReadsNoRepliesIsHeldBack() throws Exception {
    try (TestPeer peer = fixture.greet()) {
      Thread flood =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 10_000; i++) {
                    peer.send("NOOP\r\n".repeat(1_000));
                  }
                } catch (java.io.IOException _) {
                  // The server has closed, which is what is waited for.
                }
              });
      flood.join(10_000);
      assertThat(flood.isAlive()).isFalse();
    }
  }

  @Test
  void tlsToAPlainPortIsAnsweredInPlainText() throws Exception {
    try (TestPeer peer = fixture.connect()) {
      peer.send("\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\r\n");
      assertThat(peer.readReply()).startsWith("500 5.5.");
    }
  }
}
