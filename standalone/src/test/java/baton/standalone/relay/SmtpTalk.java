package baton.standalone.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A client that sends exactly what a test gives it, and trusts any certificate: standalone's is
 * self-signed.
 */
final class SmtpTalk implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;

  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  private SmtpTalk(Socket socket) throws IOException {
    use(socket);
  }

  /** Connects and reads the greeting. */
  static SmtpTalk to(int port) throws IOException {
    Socket socket = new Socket("localhost", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    SmtpTalk talk = new SmtpTalk(socket);
    talk.expect("220", talk.reply());
    return talk;
  }

  /** A session under TLS that has logged in with an API key. */
  static SmtpTalk loggedIn(int port, String key) throws IOException {
    SmtpTalk talk = to(port).secured();
    talk.say("235", "AUTH PLAIN " + plain(key));
    return talk;
  }

  /** The argument of AUTH PLAIN. */
  static String plain(String key) {
    return Base64.getEncoder().encodeToString(("\0any\0" + key).getBytes(StandardCharsets.UTF_8));
  }

  private void use(Socket connection) throws IOException {
    socket = connection;
    in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    out = connection.getOutputStream();
  }

  /** Says EHLO, begins TLS, and says EHLO again. */
  SmtpTalk secured() throws IOException {
    say("250", "EHLO client.test");
    say("220", "STARTTLS");
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
      SSLSocket secure =
          (SSLSocket)
              context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
      secure.startHandshake();
      use(secure);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    say("250", "EHLO client.test");
    return this;
  }

  /** The next reply's last line; empty where the connection has ended. */
  String reply() throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    return line == null ? "" : line;
  }

  /** Sends a line, and gives the reply's last line. */
  String say(String command) throws IOException {
    send(command + "\r\n");
    return reply();
  }

  /** Sends a line whose reply must begin so. */
  String say(String expected, String command) throws IOException {
    return expect(expected, say(command));
  }

  /** Sends these octets, each character one of them. */
  void send(String octets) throws IOException {
    out.write(octets.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Submits a message with DATA; gives the reply to its final dot. */
  String submit(String sender, String recipient, String content) throws IOException {
    say("250", "MAIL FROM:<" + sender + ">");
    say("250", "RCPT TO:<" + recipient + ">");
    return data(content);
  }

  /** Sends content, which has CRLF at its lines' ends and needs no further dots. */
  String data(String content) throws IOException {
    say("354", "DATA");
    send(content + "\r\n.\r\n");
    return reply();
  }

  private String expect(String expected, String reply) {
    if (!reply.startsWith(expected)) {
      throw new AssertionError("expected " + expected + " and not: " + reply);
    }
    return reply;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static final class TrustsAnybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
