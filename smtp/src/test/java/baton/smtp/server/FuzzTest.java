package baton.smtp.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Sends sessions that are half sense and half noise. Whatever comes, the server answers, never
 * fails inside, and is as it was when all are gone. {@code -Dbaton.fuzz.sessions} makes it longer,
 * {@code -Dbaton.fuzz.seed} repeats a run.
 */
class FuzzTest {

  private static final String[] PIECES = {
    "EHLO c.example\r\n",
    "HELO c.example\r\n",
    "MAIL FROM:<a@b.example>\r\n",
    "MAIL FROM:<a@b.example> SIZE=10 BODY=8BITMIME SMTPUTF8\r\n",
    "RCPT TO:<b@c.example>\r\n",
    "RCPT TO:<nobody@c.example>\r\n",
    "RCPT TO:<slow@c.example>\r\n",
    "RCPT TO:<crash@c.example>\r\n",
    "DATA\r\n",
    "BDAT 5\r\nhello",
    "BDAT 0\r\n",
    "BDAT 3 LAST\r\n.\r\n",
    "BDAT 60 LAST\r\n",
    ".\r\n",
    "\r\n.\r\n",
    "\n.\n",
    "\r.\r",
    "RSET\r\n",
    "NOOP\r\n",
    "AUTH PLAIN AGRlbW8Ac2VjcmV0\r\n",
    "*\r\n",
    "VRFY \u00ff\r\n",
    "\r\n",
    "\r",
    "\n",
    "\0",
    "<",
    ">",
    "\"",
    "\\",
    "@[IPv6:",
    " SIZE=",
    "MAIL FROM:<\"",
    "RCPT TO:<@a,@b:c@d>",
    "\u00c3\u00a4\u00e2\u0082\u00ac",
  };

  @Test
  void everySessionIsAnsweredAndNothingEscapes() throws Exception {
    long seed = Long.getLong("baton.fuzz.seed", new Random().nextLong());
    int sessions = Integer.getInteger("baton.fuzz.sessions", 300);
    Random random = new Random(seed);
    try (ServerFixture fixture =
        new ServerFixture(options -> options.maxErrors(1_000).maxMessageSize(2_000))) {
      for (int i = 0; i < sessions; i++) {
        play(fixture, random, "seed " + seed + ", session " + i);
      }
      await().until(() -> fixture.conversations.open.get() == 0);
      assertThat(fixture.server.bytesInFlight()).as("seed " + seed).isZero();
      assertThat(fixture.server.connections()).as("seed " + seed).isZero();
    }
  }

  private static void play(ServerFixture fixture, Random random, String where) throws Exception {
    try (TestPeer peer = fixture.connect()) {
      byte[] input = input(random).getBytes(ISO_8859_1);
      for (int at = 0; at < input.length; ) {
        int to = Math.min(input.length, at + 1 + random.nextInt(200));
        peer.send(java.util.Arrays.copyOfRange(input, at, to));
        at = to;
      }
      // Whatever state the noise led to, this ends it: a chunk, a response, content, a line, a
      // session.
      peer.send("x".repeat(60) + "\r\n.\r\nQUIT\r\nQUIT\r\n");
      String last = null;
      try {
        for (String line = peer.readLine(); line != null; line = peer.readLine()) {
          assertThat(line).as(where).matches("[2345]\\d\\d[- ].*").doesNotContain("Exception");
          assertThat(line).as(where).doesNotStartWith("421 4.3.0");
          last = line;
        }
      } catch (SocketTimeoutException silence) {
        throw new AssertionError(where + ": no answer after " + last, silence);
      } catch (IOException _) {
        // The server hung up while the noise still came.
      }
      assertThat(last).as(where).matches("(221|421) .*");
    }
  }

  private static String input(Random random) {
    StringBuilder input = new StringBuilder();
    boolean polite = random.nextBoolean();
    if (polite) {
      input.append("EHLO c.example\r\n");
    }
    int pieces = random.nextInt(40);
    for (int i = 0; i < pieces; i++) {
      switch (random.nextInt(12)) {
        case 0 -> {
          int octets = random.nextInt(30);
          for (int j = 0; j < octets; j++) {
            input.append((char) random.nextInt(256));
          }
        }
        case 1 -> input.append("x".repeat(random.nextInt(3_000)));
        case 2 ->
            input.append("MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nx\r\n.\r\n");
        default -> input.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return input.toString();
  }
}
