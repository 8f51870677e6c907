package baton.submission.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that says what it is told to say, and knows nothing of Baton's code. */
public final class SmtpClient implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private SmtpClient(Socket socket, Duration patience) throws IOException {
    this.socket = socket;
    this.socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static SmtpClient connect(int port) throws IOException {
    return new SmtpClient(new Socket("127.0.0.1", port), PATIENCE).greeted();
  }

  static SmtpClient connectTls(int port) throws IOException {
    return connectTls(port, PATIENCE);
  }

  /**
   * A conversation on the port where TLS begins at once.
   *
   * @param patience for each reply
   */
  public static SmtpClient connectTls(int port, Duration patience) throws IOException {
    return new SmtpClient(
            trustingAll().getSocketFactory().createSocket("127.0.0.1", port), patience)
        .greeted();
  }

  private SmtpClient greeted() throws IOException {
    reply();
    say("EHLO client.test");
    return this;
  }

  /** One command, or several; the last reply, its lines joined by a slash. */
  String say(String command) throws IOException {
    out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    return reply();
  }

  SmtpClient startTls() throws IOException {
    say("STARTTLS");
    SSLSocket secured =
        (SSLSocket) trustingAll().getSocketFactory().createSocket(socket, "localhost", 0, true);
    secured.startHandshake();
    socket = secured;
    in = secured.getInputStream();
    out = secured.getOutputStream();
    say("EHLO client.test");
    return this;
  }

  /** Logs in with an API key; the reply. */
  public String login(String password) throws IOException {
    String text = "\0anybody\0" + password;
    return say(
        "AUTH PLAIN " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A whole transaction; the reply to the message. */
  public String send(String sender, String content, String... recipients) throws IOException {
    String reply = say("MAIL FROM:<" + sender + ">");
    for (String recipient : recipients) {
      if (reply.startsWith("2")) {
        reply = say("RCPT TO:<" + recipient + ">");
      }
    }
    if (reply.startsWith("2")) {
      reply = say("DATA");
    }
    return reply.startsWith("3") ? say(content + "\r\n.") : reply;
  }

  /** The next reply, to whatever it is. */
  String reply() throws IOException {
    StringBuilder lines = new StringBuilder();
    while (true) {
      String line = line();
      lines.append(lines.isEmpty() ? "" : "/").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return lines.toString();
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int octet = in.read();
    while (octet != '\n') {
      if (octet < 0) {
        throw new IOException("the server closed the connection after: " + line);
      }
      line.append((char) octet);
      octet = in.read();
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static SSLContext trustingAll() {
    X509TrustManager all =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {all}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
