package baton.smtp.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A mail server that follows a script, one connection after the other, each by its own. A script's
 * lines:
 *
 * <pre>
 * S: 220 hello       says this line
 * S+ 250 ok\r\n      says these octets and no more; \r \n \t \\ are escapes
 * C: EHLO *          reads a line, which must be this; * stands for anything
 * C.                 reads content up to the lone dot, and keeps it
 * hello              waits for the client's first octet of a TLS handshake, and does nothing
 * tls                does the server's part of a TLS handshake
 * drip               from here on sends each octet by itself
 * flood 1000 x       says x as many times
 * stall              reads nothing until the test calls goOn()
 * drain              reads to the end, and keeps it as content
 * quiet              the client must say nothing for a while
 * eof                the client must close
 * reset              closes with RST
 * </pre>
 *
 * At the script's end the connection is closed.
 */
final class ScriptedPeer implements Closeable {

  private static final int WHILE_MILLIS = 150;

  private final ServerSocket listener;
  private final CompletableFuture<Void> played = new CompletableFuture<>();
  private final List<byte[]> contents = new CopyOnWriteArrayList<>();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch contentRead = new CountDownLatch(1);
  private final SSLContext tls;

  private ScriptedPeer(SSLContext tls, List<String> scripts) throws IOException {
    this.tls = tls;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> serve(scripts));
  }

  /** Plays these scripts, a connection each. */
  static ScriptedPeer playing(String... scripts) throws IOException {
    return new ScriptedPeer(null, List.of(scripts));
  }

  static ScriptedPeer playingWith(SSLContext tls, String... scripts) throws IOException {
    return new ScriptedPeer(tls, List.of(scripts));
  }

  /** In clear, with timeouts that no test reaches by accident. */
  Endpoint endpoint() {
    return Endpoint.of(
        listener.getInetAddress().getHostAddress(), listener.getLocalPort(), "client.example");
  }

  /** Waits for the scripts' end and fails where the client departed from them. */
  void assertPlayed() {
    try {
      played.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("the script did not come to its end", e);
    }
  }

  /** What was sent between 354 and the lone dot, as it came, without the dot. */
  String content(int index) {
    return new String(contents.get(index), StandardCharsets.UTF_8);
  }

  /** Ends a stall. */
  void goOn() {
    goOn.countDown();
  }

  /** Waits until a whole content has arrived. */
  void awaitContent() {
    await(contentRead);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("waited in vain");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void serve(List<String> scripts) {
    try {
      for (String script : scripts) {
        try (Conversation conversation = new Conversation(listener.accept())) {
          for (String line : script.lines().filter(l -> !l.isBlank()).toList()) {
            conversation.play(line);
          }
        }
      }
      played.complete(null);
    } catch (IOException | RuntimeException | AssertionError e) {
      played.completeExceptionally(e);
    }
  }

  private final class Conversation implements Closeable {

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean drip;

    Conversation(Socket socket) throws IOException {
      use(socket);
    }

    private void use(Socket socket) throws IOException {
      this.socket = socket;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
    }

    void play(String line) throws IOException {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1] : "";
      switch (words[0]) {
        case "S:" -> say(rest + "\r\n");
        case "S+" -> say(rest.translateEscapes());
        case "C:" -> hear(rest);
        case "C." -> {
          contents.add(content());
          contentRead.countDown();
        }
        case "hello" -> skip();
        case "tls" -> startTls();
        case "drip" -> drip = true;
        case "flood" -> {
          String[] what = rest.split(" ", 2);
          say(what[1].repeat(Integer.parseInt(what[0])));
        }
        case "stall" -> stall();
        case "drain" -> drain();
        case "quiet" -> quiet();
        case "eof" -> eof();
        case "reset" -> {
          socket.setSoLinger(true, 0);
          socket.close();
        }
        default -> throw new IllegalArgumentException("script line: " + line);
      }
    }

    private void say(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (!drip) {
        out.write(bytes);
        out.flush();
        return;
      }
      for (byte octet : bytes) {
        out.write(octet);
        out.flush();
        Thread.yield();
      }
    }

    private void hear(String wanted) throws IOException {
      String line = readLine();
      String pattern = "\\Q" + wanted.replace("*", "\\E.*\\Q") + "\\E";
      if (!line.matches(pattern)) {
        throw new AssertionError("expected \"" + wanted + "\", the client said \"" + line + "\"");
      }
    }

    private byte[] content() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (String line = readLine(); !line.equals("."); line = readLine()) {
        all.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      return all.toByteArray();
    }

    private String readLine() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      while (true) {
        int octet = in.read();
        if (octet < 0) {
          throw new AssertionError("the client closed after \"" + line + "\"");
        }
        if (octet == '\n') {
          String text = line.toString(StandardCharsets.UTF_8);
          if (!text.endsWith("\r")) {
            throw new AssertionError("bare LF after \"" + text + "\"");
          }
          return text.substring(0, text.length() - 1);
        }
        line.write(octet);
      }
    }

    private void quiet() throws IOException {
      socket.setSoTimeout(WHILE_MILLIS);
      try {
        throw new AssertionError("the client said something: octet " + in.read());
      } catch (SocketTimeoutException e) {
        socket.setSoTimeout(10_000);
      }
    }

    private void eof() throws IOException {
      try {
        int octet = in.read();
        if (octet >= 0) {
          throw new AssertionError("the client said something: octet " + octet);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the client did not close", e);
      } catch (IOException e) {
        // A reset closes as well as anything.
      }
    }

    private void stall() {
      await(goOn);
    }

    private void drain() throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] piece = new byte[64 * 1024];
      try {
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          all.write(piece, 0, count);
        }
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the client did not close", e);
      } catch (IOException e) {
        // Reset: what came before it is what the peer has.
      }
      contents.add(all.toByteArray());
    }

    /** Takes what came in one piece, at least an octet. */
    private void skip() throws IOException {
      if (in.read(new byte[16 * 1024]) < 0) {
        throw new AssertionError("the client closed");
      }
    }

    private void startTls() throws IOException {
      SSLSocket secure =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secure.setUseClientMode(false);
      try {
        secure.startHandshake();
        use(secure);
      } catch (IOException e) {
        // Some tests want it to fail; the client's side tells.
        socket.close();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
