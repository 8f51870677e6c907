package baton.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client that says exactly what a test types. */
final class SmtpTalker implements AutoCloseable {
  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  private SmtpTalker(Socket socket) throws IOException {
    this.socket = socket;
    use(socket);
  }

  static SmtpTalker to(ScriptedMailServer server) throws IOException {
    String host = server.address().substring(0, server.address().lastIndexOf(':'));
    Socket socket = new Socket(host, server.port());
    socket.setSoTimeout(5_000);
    return new SmtpTalker(socket);
  }

  private void use(Socket connection) throws IOException {
    in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    out = connection.getOutputStream();
  }

  /** Next reply: its last line, or null at the end of the connection. */
  @Nullable String reply() throws IOException {
    String line = in.readLine();
    while (line != null && line.length() > 3 && line.charAt(3) == '-') {
      line = in.readLine();
    }
    return line;
  }

  @Nullable String say(String command) throws IOException {
    send(command + "\r\n");
    return reply();
  }

  void send(String raw) throws IOException {
    out.write(raw.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  void startTls(SSLContext context, String host) throws IOException {
    SSLSocket secure =
        (SSLSocket) context.getSocketFactory().createSocket(socket, host, socket.getPort(), true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    socket = secure;
    use(secure);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
