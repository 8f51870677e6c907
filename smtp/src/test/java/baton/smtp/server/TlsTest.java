package baton.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class TlsTest {

  @Test
  void saysInWhichProtocolAMessageCame() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(o -> o.startTls(TestCertificate.forServer()).authentication(true));
        TestPeer peer = fixture.connect()) {
      peer.ask("HELO client.example");
      deliver(peer);
      peer.ask("EHLO client.example");
      deliver(peer);
      peer.ask("STARTTLS");
      peer.handshake();
      peer.ask("EHLO client.example");
      deliver(peer);
      peer.ask("AUTH PLAIN AGRlbW8Ac2VjcmV0");
      deliver(peer);
      assertThat(fixture.conversations.protocols)
          .containsExactly("SMTP", "ESMTP", "ESMTPS", "ESMTPSA");
    }
  }

  private static void deliver(TestPeer peer) throws IOException {
    peer.sendLines("MAIL FROM:<a@client.example>", "RCPT TO:<b@here.example>", "DATA", "x", ".");
    for (int code : new int[] {250, 250, 354, 250}) {
      assertThat(peer.readReply()).startsWith(code + " ");
    }
  }

  @Test
  void aMessageOfAMegabyteComesThroughTlsUnharmed() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(o -> o.implicitTls(TestCertificate.forServer()));
        TestPeer peer = TestPeer.connectWithTls(fixture.server.port())) {
      peer.readReply();
      peer.ask("EHLO client.example");
      peer.ask("MAIL FROM:<a@client.example>");
      peer.ask("RCPT TO:<b@here.example>");
      peer.ask("DATA");
      String content = (".".repeat(70) + "\r\n").repeat(13_000);
      peer.send(baton.smtp.grammar.DotStuffing.encode(content.getBytes()));
      assertThat(peer.readReply()).isEqualTo("250 2.0.0 Queued");
      assertThat(new String(fixture.conversations.messages.remove().content())).isEqualTo(content);
    }
  }

  @Test
  void everyHandshakeSucceedsThoughThePeerSpeaksAtOnce() throws Exception {
    try (ServerFixture fixture =
        new ServerFixture(o -> o.startTls(TestCertificate.forServer()).requireTls(true))) {
      for (int i = 0; i < 50; i++) {
        try (TestPeer peer = fixture.connect()) {
          peer.ask("EHLO client.example");
          assertThat(peer.ask("STARTTLS")).startsWith("220 ");
          peer.handshake();
          assertThat(peer.ask("EHLO client.example")).startsWith("250-");
        }
      }
    }
  }

  @Test
  void aFailedHandshakeClosesTheConnectionOnly() throws Exception {
    try (ServerFixture fixture = new ServerFixture(o -> o.startTls(TestCertificate.forServer()));
        TestPeer bystander = fixture.greet();
        TestPeer peer = fixture.greet()) {
      assertThat(peer.ask("STARTTLS")).startsWith("220 ");
      peer.send("this is no TLS\r\nMAIL FROM:<a@client.example>\r\n");
      await().until(() -> fixture.server.connections() == 1);
      assertThat(fixture.conversations.calls).containsExactly("closed");
      assertThat(bystander.ask("NOOP")).startsWith("250 ");
    }
  }

  @Test
  void plainTextToATlsPortIsNoSession() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(o -> o.implicitTls(TestCertificate.forServer()));
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      peer.send("EHLO client.example\r\n");
      assertThatThrownBy(peer::readReply).isInstanceOfAny(IOException.class, AssertionError.class);
      assertThat(fixture.conversations.calls).isEmpty();
    }
  }
}
