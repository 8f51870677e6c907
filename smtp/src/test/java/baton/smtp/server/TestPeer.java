package baton.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** A client on a real socket that sends whatever a test wants, and reads replies. */
final class TestPeer implements AutoCloseable {

  private Socket socket;
  private InputStream in;

  private TestPeer(Socket socket) throws IOException {
    adopt(socket);
  }

  static TestPeer connect(int port) throws IOException {
    return new TestPeer(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static TestPeer connectWithTls(int port) throws IOException {
    TestPeer peer = connect(port);
    peer.handshake();
    return peer;
  }

  private void adopt(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = new java.io.BufferedInputStream(socket.getInputStream());
  }

  /** Sends octets as they are, one per character. */
  TestPeer send(String octets) throws IOException {
    return send(octets.getBytes(ISO_8859_1));
  }

  TestPeer send(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends lines of UTF-8, each with its CRLF, all at once. */
  TestPeer sendLines(String... lines) throws IOException {
    return send((String.join("\r\n", lines) + "\r\n").getBytes(UTF_8));
  }

  /** One line without its CRLF, or null where the server has closed. */
  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) != '\n') {
      if (octet < 0) {
        return null;
      }
      line.write(octet);
    }
    String text = line.toString(UTF_8);
    if (!text.endsWith("\r")) {
      throw new AssertionError("a line of the server does not end in CRLF: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  /** A whole reply, its lines joined by LF. */
  String readReply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = readLine();
      if (line == null) {
        throw new AssertionError("the server closed the connection after: " + reply);
      }
      reply.append(reply.isEmpty() ? "" : "\n").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  /** Sends lines and reads one reply. */
  String ask(String... lines) throws IOException {
    return sendLines(lines).readReply();
  }

  void handshake() throws IOException {
    SSLSocket secured =
        (SSLSocket)
            TestCertificate.forClient()
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
    secured.startHandshake();
    adopt(secured);
  }

  /** Nothing comes for a while, which proves little but catches much. */
  boolean isSilentFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.mark(1);
      int octet = in.read();
      in.reset();
      return octet < 0;
    } catch (java.net.SocketTimeoutException _) {
      return true;
    } finally {
      socket.setSoTimeout(10_000);
    }
  }

  /** Whether the server has closed, after whatever it still had to say. */
  boolean isClosed() throws IOException {
    try {
      return in.read() < 0;
    } catch (java.net.SocketException _) {
      return true;
    }
  }

  /** Vanishes as a crashed peer does: with a reset instead of a farewell. */
  void vanish() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
