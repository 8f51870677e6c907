package baton.feedback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Somebody who brings reports: a socket, and lines as they are typed. */
public final class Reporter implements AutoCloseable {

  private Socket socket;
  private BufferedReader in;
  private OutputStream out;

  /** Connects and hears the greeting. */
  public Reporter(int port) {
    try {
      open(new Socket(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(30_000);
      hear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void open(Socket open) throws IOException {
    socket = open;
    in = new BufferedReader(new InputStreamReader(open.getInputStream(), StandardCharsets.UTF_8));
    out = open.getOutputStream();
  }

  /** Says a line and hears the reply, all its lines. */
  public String say(String line) {
    return send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private String send(byte[] bytes) {
    try {
      out.write(bytes);
      out.flush();
      return hear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String hear() throws IOException {
    StringBuilder reply = new StringBuilder();
    String line;
    do {
      line = in.readLine();
      if (line == null) {
        return reply + "closed";
      }
      reply.append(line).append('\n');
    } while (line.length() > 3 && line.charAt(3) == '-');
    return reply.toString().strip();
  }

  public void startTls(SSLContext trust) {
    say("EHLO reporter.example");
    say("STARTTLS");
    try {
      SSLSocket tls =
          (SSLSocket)
              trust.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
      tls.startHandshake();
      open(tls);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings a report from the null sender; the reply to the first command that is refused. */
  public String report(byte[] message, String... recipients) {
    String reply = say("EHLO reporter.example");
    reply = reply.startsWith("250") ? say("MAIL FROM:<>") : reply;
    for (String recipient : recipients) {
      reply = reply.startsWith("250") ? say("RCPT TO:<" + recipient + ">") : reply;
    }
    reply = reply.startsWith("250") ? say("DATA") : reply;
    if (!reply.startsWith("354")) {
      return reply;
    }
    String content = new String(message, StandardCharsets.ISO_8859_1);
    String stuffed = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
    String ended = stuffed.endsWith("\r\n") ? stuffed : stuffed + "\r\n";
    return send((ended + ".\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
