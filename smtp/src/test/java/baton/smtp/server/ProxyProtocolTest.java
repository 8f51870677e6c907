package baton.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a load balancer that speaks the PROXY protocol (its specification: sections 2.1, 2.2). */
class ProxyProtocolTest {

  private static final byte LOCAL = 0x20;
  private static final byte PROXY = 0x21;
  private static final byte TCP4 = 0x11;
  private static final byte UDP4 = 0x12;
  private static final byte UNIX = 0x31;

  private static ServerFixture fixture(UnaryOperator<SmtpServerOptions> more) throws Exception {
    return new ServerFixture(o -> more.apply(o.behindProxies(_ -> true)));
  }

  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 203.0.113.7 198.51.100.1 40000 587, 203.0.113.7 40000",
    "PROXY TCP6 2001:db8::7 2001:db8::1 40001 587, 2001:db8:0:0:0:0:0:7 40001"
  })
  void version1TellsTheClientsAddress(String header, String address) throws Exception {
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      assertThat(peer.ask(header)).startsWith("220 ");
      assertThat(peer.ask("EHLO client.example")).startsWith("250-");
      assertThat(fixture.conversations.addresses).containsExactly(address);
    }
  }

  @Test
  void version2TellsItTooWhateverElseItTells() throws Exception {
    byte[] more = {(byte) 0x04, 0, 3, 1, 2, 3};
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      for (byte octet : version2(PROXY, TCP4, tcp4(), more)) {
        peer.send(new byte[] {octet});
      }
      assertThat(peer.readReply()).startsWith("220 ");
      assertThat(fixture.conversations.addresses).containsExactly("203.0.113.7 40000");
    }
  }

  @Test
  void aProxyThatComesForItselfIsItself() throws Exception {
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer unknown = TestPeer.connect(fixture.server.port());
        TestPeer local = TestPeer.connect(fixture.server.port())) {
      assertThat(unknown.ask("PROXY UNKNOWN")).startsWith("220 ");
      assertThat(local.send(version2(LOCAL, (byte) 0)).readReply()).startsWith("220 ");
      assertThat(fixture.conversations.addresses)
          .hasSize(2)
          .allMatch(address -> address.startsWith("127.0.0.1 "));
    }
  }

  @Test
  void whatComesRightBehindTheHeaderIsRead() throws Exception {
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.write(version2(PROXY, TCP4, tcp4()));
      packet.write("QUIT\r\n".getBytes());
      assertThat(peer.send(packet.toByteArray()).readReply()).startsWith("220 ");
      assertThat(peer.readReply()).startsWith("221 ");
    }
  }

  @Test
  void tlsFromTheStartBeginsBehindTheHeader() throws Exception {
    try (ServerFixture fixture = fixture(o -> o.implicitTls(TestCertificate.forServer()));
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      peer.send(version2(PROXY, TCP4, tcp4()));
      peer.handshake();
      assertThat(peer.readReply()).startsWith("220 ");
      assertThat(fixture.conversations.addresses).containsExactly("203.0.113.7 40000");
    }
  }

  @Test
  void clientsOfOneProxyAreCountedEachForItself() throws Exception {
    try (ServerFixture fixture = fixture(o -> o.maxConnectionsPerAddress(1));
        TestPeer first = TestPeer.connect(fixture.server.port());
        TestPeer other = TestPeer.connect(fixture.server.port());
        TestPeer again = TestPeer.connect(fixture.server.port())) {
      assertThat(first.ask("PROXY TCP4 203.0.113.7 198.51.100.1 40000 587")).startsWith("220 ");
      assertThat(other.ask("PROXY TCP4 203.0.113.8 198.51.100.1 40000 587")).startsWith("220 ");
      assertThat(again.ask("PROXY TCP4 203.0.113.7 198.51.100.1 40001 587"))
          .startsWith("421 4.7.0 ");
      first.ask("QUIT");
      await().until(() -> fixture.server.connections() == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EHLO client.example",
        "PROXY TCP4 203.0.113.7 198.51.100.1 40000",
        "PROXY TCP4 client.example 198.51.100.1 40000 587",
        "PROXY TCP4 203.0.113.7 198.51.100.1 70000 587",
        "PROXY SCTP 203.0.113.7 198.51.100.1 40000 587"
      })
  void withoutAValidHeaderNothingIsSaid(String line) throws Exception {
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      peer.sendLines(line);
      assertThat(peer.isClosed()).isTrue();
      assertThat(fixture.conversations.addresses).isEmpty();
      assertThat(fixture.server.connections()).isZero();
    }
  }

  @Test
  void whatIsNoTcpConnectionIsClosed() throws Exception {
    try (ServerFixture fixture = fixture(o -> o);
        TestPeer udp = TestPeer.connect(fixture.server.port());
        TestPeer unix = TestPeer.connect(fixture.server.port())) {
      udp.send(version2(PROXY, UDP4, tcp4()));
      assertThat(udp.isClosed()).isTrue();
      byte[] path = new byte[108];
      path[0] = '/';
      unix.send(version2(PROXY, UNIX, path, path));
      assertThat(unix.isClosed()).isTrue();
      assertThat(fixture.conversations.addresses).isEmpty();
    }
  }

  @Test
  void aHeaderFromElsewhereThanAProxyIsNotBelieved() throws Exception {
    try (ServerFixture fixture =
            new ServerFixture(o -> o.behindProxies(a -> a.hostAddress().equals("192.0.2.1")));
        TestPeer peer = TestPeer.connect(fixture.server.port())) {
      peer.sendLines("PROXY TCP4 192.0.2.1 198.51.100.1 40000 587");
      assertThat(peer.isClosed()).isTrue();
      assertThat(fixture.conversations.addresses).isEmpty();
    }
  }

  @Test
  void unlessAskedForAHeaderIsACommandLikeAnyOther() throws Exception {
    try (ServerFixture fixture = new ServerFixture(o -> o);
        TestPeer peer = fixture.connect()) {
      assertThat(peer.ask("PROXY TCP4 203.0.113.7 198.51.100.1 40000 587")).startsWith("500 ");
      assertThat(fixture.conversations.addresses.remove()).startsWith("127.0.0.1 ");
    }
  }

  /** 203.0.113.7:40000 to 198.51.100.1:587. */
  private static byte[] tcp4() {
    return ByteBuffer.allocate(12)
        .put(new byte[] {(byte) 203, 0, 113, 7, (byte) 198, 51, 100, 1})
        .putShort((short) 40_000)
        .putShort((short) 587)
        .array();
  }

  private static byte[] version2(byte command, byte family, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer header =
        ByteBuffer.allocate(16 + length)
            .put(new byte[] {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'})
            .put(command)
            .put(family)
            .putShort((short) length);
    for (byte[] part : parts) {
      header.put(part);
    }
    return header.array();
  }
}
