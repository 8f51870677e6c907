package baton.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** The wire under one session of a {@link ScriptedMailServer}: lines, content, TLS, transcript. */
final class MailConversation {
  private static final int LONGEST_LINE = 1_000_000;

  private final int number;
  private final List<String> transcript = new ArrayList<>();
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private boolean tls;

  MailConversation(int number, Socket socket) throws IOException {
    this.number = number;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  int number() {
    return number;
  }

  boolean tls() {
    return tls;
  }

  String peer() {
    return socket.getInetAddress().getHostAddress();
  }

  List<String> transcript() {
    synchronized (transcript) {
      return List.copyOf(transcript);
    }
  }

  void note(String line) {
    synchronized (transcript) {
      transcript.add(line);
    }
  }

  /** Says one reply, which may have several lines. */
  void say(String reply) throws IOException {
    StringBuilder wire = new StringBuilder();
    for (String line : reply.split("\r?\n")) {
      note("S: " + line);
      wire.append(line).append("\r\n");
    }
    out.write(wire.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Hears one command line, without its end. */
  String hear() throws IOException {
    byte[] line = line();
    String text = new String(line, StandardCharsets.UTF_8).replaceFirst("\r?\n$", "");
    note("C: " + text);
    return text;
  }

  /** Hears content up to the final dot, which only CRLF.CRLF is (RFC 5321 section 4.1.1.4). */
  byte[] hearContent() throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    boolean atLineStart = true;
    while (true) {
      byte[] line = line();
      if (atLineStart && line.length == 3 && line[0] == '.' && line[1] == '\r') {
        note("C: (" + content.size() + " bytes and the final dot)");
        return content.toByteArray();
      }
      int from = atLineStart && line[0] == '.' ? 1 : 0;
      content.write(line, from, line.length - from);
      atLineStart = line.length >= 2 && line[line.length - 2] == '\r';
    }
  }

  /** Hears exactly this many bytes of a BDAT chunk. */
  byte[] hearChunk(int size) throws IOException {
    byte[] chunk = in.readNBytes(size);
    if (chunk.length < size) {
      throw new EOFException("the connection ended within a chunk");
    }
    note("C: (" + size + " bytes)");
    return chunk;
  }

  /** Hears whatever comes and says nothing, until the other side goes. */
  void stall() throws IOException {
    note("S: (silence)");
    in.transferTo(OutputStream.nullOutputStream());
  }

  void startTls(TestCertificate certificate) throws IOException {
    SSLSocket secure =
        (SSLSocket)
            certificate
                .serverContext()
                .getSocketFactory()
                .createSocket(socket, peer(), socket.getPort(), true);
    secure.setUseClientMode(false);
    secure.startHandshake();
    note("-- " + secure.getSession().getProtocol());
    socket = secure;
    in = new BufferedInputStream(secure.getInputStream());
    out = secure.getOutputStream();
    tls = true;
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      note("-- " + e.getMessage());
    }
  }

  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    while (line.size() < LONGEST_LINE) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("the client went");
      }
      line.write(octet);
      if (octet == '\n') {
        return line.toByteArray();
      }
    }
    throw new IOException("a line longer than " + LONGEST_LINE + " bytes");
  }
}
