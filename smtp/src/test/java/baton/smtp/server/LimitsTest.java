package baton.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import baton.smtp.grammar.Reply;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void aConnectionBeyondTheTotalGets421() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options.maxConnections(2))) {
      TestPeer first = fixture.connect();
      TestPeer second = fixture.connect();
      try (TestPeer third = TestPeer.connect(fixture.server.port())) {
        assertThat(third.readReply()).isEqualTo("421 4.3.2 Too many connections, try again later");
        assertThat(third.isClosed()).isTrue();
      }
      first.ask("QUIT");
      await().until(() -> fixture.server.connections() == 1);
      try (TestPeer fourth = TestPeer.connect(fixture.server.port())) {
        assertThat(fourth.readReply()).startsWith("220 ");
      }
      second.close();
    }
  }

  @Test
  void aConnectionBeyondItsAddressesShareGets421() throws Exception {
    try (ServerFixture fixture = new ServerFixture(o -> o.maxConnectionsPerAddress(1));
        TestPeer first = fixture.connect();
        TestPeer second = TestPeer.connect(fixture.server.port())) {
      assertThat(second.readReply()).isEqualTo("421 4.7.0 Too many connections from your address");
      assertThat(second.isClosed()).isTrue();
      assertThat(first.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void recipientsBeyondTheLimitAreForAnotherMessage() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options.maxRecipients(100));
        TestPeer peer = fixture.greet()) {
      peer.ask("MAIL FROM:<a@client.example>");
      for (int i = 0; i < 100; i++) {
        assertThat(peer.ask("RCPT TO:<u" + i + "@here.example>")).startsWith("250 ");
      }
      assertThat(peer.ask("RCPT TO:<u100@here.example>"))
          .isEqualTo("452 4.5.3 Too many recipients, send the others in another message");
      assertThat(peer.ask("DATA")).startsWith("354 ");
      assertThat(peer.ask("text", ".")).startsWith("250 ");
      assertThat(fixture.conversations.messages.remove().recipients()).hasSize(100);
    }
  }

  @Test
  void aSilentPeerGets421() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(options -> options.idleTimeout(Duration.ofMillis(200)));
        TestPeer peer = fixture.connect();
        TestPeer inData = fixture.inData()) {
      assertThat(peer.readReply()).isEqualTo("421 4.4.2 Idle for too long, closing");
      assertThat(peer.isClosed()).isTrue();
      assertThat(inData.readReply()).startsWith("421 4.4.2 ");
      await().until(() -> fixture.server.bytesInFlight() == 0);
    }
  }

  @Test
  void aPeerThatWaitsForTheConversationIsNotSilent() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(options -> options.idleTimeout(Duration.ofMillis(100)));
        TestPeer silent = fixture.connect();
        TestPeer waiting = fixture.inData()) {
      fixture.conversations.withholdAnswers();
      waiting.sendLines("text", ".");
      await().until(() -> fixture.conversations.withheld.size() == 1);
      assertThat(silent.readReply()).startsWith("421 ");
      fixture.conversations.withheld.remove().complete(Reply.of(250, "2.0.0", "Queued"));
      assertThat(waiting.readReply()).isEqualTo("250 2.0.0 Queued");
    }
  }

  @Test
  void messagesBeyondTheBytesInFlightAreRefusedForNow() throws Exception {
    try (ServerFixture fixture =
        new ServerFixture(o -> o.maxMessageSize(100_000).bytesInFlightLimit(150_000))) {
      fixture.conversations.withholdAnswers();
      TestPeer first = fixture.inData();
      first.send("x".repeat(90_000) + "\r\n.\r\n");
      await().until(() -> fixture.conversations.withheld.size() == 1);
      assertThat(fixture.server.bytesInFlight()).isBetween(90_000L, 150_000L);

      // One declares what does not fit, the other finds out on the way.
      TestPeer second = fixture.connect();
      second.ask("EHLO client.example");
      second.ask("MAIL FROM:<a@client.example> SIZE=80000");
      second.ask("RCPT TO:<b@here.example>");
      assertThat(second.ask("DATA"))
          .isEqualTo("452 4.3.1 The server holds too many messages now, try again later");
      TestPeer third = fixture.inData();
      third.send("x".repeat(90_000) + "\r\n.\r\n");
      assertThat(third.readReply()).startsWith("452 4.3.1 ");

      fixture.conversations.withheld.remove().complete(Reply.of(250, "2.0.0", "Queued"));
      assertThat(first.readReply()).startsWith("250 ");
      await().until(() -> fixture.server.bytesInFlight() == 0);
      assertThat(second.ask("DATA")).startsWith("354 ");
      first.close();
      second.close();
      third.close();
    }
  }

  @Test
  void aLongReadAheadIsHeldBackWhileTheConversationThinks() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options);
        TestPeer peer = fixture.inData()) {
      fixture.conversations.withholdAnswers();
      String transaction =
          "MAIL FROM:<a@client.example>\r\nRCPT TO:<b@here.example>\r\nDATA\r\n"
              + "x".repeat(100_000)
              + "\r\n.\r\n";
      Thread.startVirtualThread(
          () -> {
            try {
              peer.send("text\r\n.\r\n" + transaction.repeat(30));
            } catch (java.io.IOException failure) {
              throw new java.io.UncheckedIOException(failure);
            }
          });
      for (int i = 0; i < 31; i++) {
        await().until(() -> fixture.conversations.withheld.size() == 1);
        fixture.conversations.withheld.remove().complete(Reply.of(250, "2.0.0", "Queued"));
      }
      assertThat(peer.readReply()).startsWith("250 ");
      for (int i = 0; i < 30; i++) {
        for (int code : new int[] {250, 250, 354, 250}) {
          assertThat(peer.readReply()).startsWith(code + " ");
        }
      }
      assertThat(fixture.conversations.overlaps).hasValue(0);
    }
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerFixture fixture = new ServerFixture(options -> options)) {
      int port = fixture.server.port();
      io.vertx.core.Vertx other = io.vertx.core.Vertx.vertx();
      SmtpServer second =
          new SmtpServer(
              other,
              new SmtpServerOptions().bindAddress("127.0.0.1").port(port),
              fixture.conversations);
      assertThatThrownBy(() -> second.listen().toCompletionStage().toCompletableFuture().get())
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(java.net.BindException.class)
          .hasMessageContaining("cannot listen for SMTP on 127.0.0.1:" + port + ": ");
      other.close().toCompletionStage().toCompletableFuture().get();
    }
  }

  @Test
  void optionsThatContradictEachOtherAreRefusedWithASentence() {
    assertThatThrownBy(
            () ->
                new SmtpServer(
                    io.vertx.core.Vertx.vertx(),
                    new SmtpServerOptions().authentication(true),
                    _ -> {
                      throw new AssertionError();
                    }))
        .hasMessage("an SMTP server that has AUTH or requires TLS needs a certificate");
    assertThatThrownBy(() -> new SmtpServerOptions().maxRecipients(99))
        .hasMessage("maxRecipients is 100 to 2147483647: 99");
  }
}
