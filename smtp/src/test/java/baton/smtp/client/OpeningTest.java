package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From the TCP connection to the answer to EHLO. */
class OpeningTest extends ClientTest {

  @Test
  void a_connection_that_nobody_takes_is_unreachable() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    Endpoint nobody = Endpoint.of("127.0.0.1", port, "client.example");

    assertThat(failure(client.connect(nobody))).isInstanceOf(Problem.Unreachable.class);
  }

  @Test
  void a_greeting_of_4xx_is_a_refusal_with_its_reply() throws IOException {
    assertThat(failureAfter("S: 421 4.7.0 come back later\nC: QUIT"))
        .isEqualTo(new Problem.Refused(Phase.GREETING, Reply.of(421, "4.7.0", "come back later")));
  }

  @Test
  void a_greeting_of_554_is_a_refusal_with_its_reply() throws IOException {
    assertThat(failureAfter("S: 554 no mail here\nC: QUIT"))
        .isEqualTo(new Problem.Refused(Phase.GREETING, Reply.of(554, "no mail here")));
  }

  @Test
  void a_greeting_that_is_no_reply_is_a_violation() throws IOException {
    assertThat(failureAfter("S: SSH-2.0-OpenSSH_9.2\neof")).isInstanceOf(Problem.Violation.class);
  }

  @Test
  void a_greeting_that_is_cut_off_is_a_loss() throws IOException {
    assertThat(failureAfter("S+ 220 mx.exam"))
        .isEqualTo(new Problem.Lost(Phase.GREETING, "closed by the peer"));
  }

  @Test
  void a_greeting_that_never_comes_times_out() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing("eof")) {
      assertThat(failure(client.connect(peer.endpoint().withTimeouts(impatient()))))
          .isEqualTo(new Problem.TimedOut(Phase.GREETING, Duration.ofMillis(200)));
      peer.assertPlayed();
    }
  }

  @Test
  void a_banner_that_does_not_end_is_a_violation() throws IOException {
    assertThat(failureAfter("S+ 220-\nflood 110000 x\neof"))
        .isInstanceOfSatisfying(
            Problem.Violation.class,
            violation -> assertThat(violation.phase()).isEqualTo(Phase.GREETING));
  }

  @Test
  void a_banner_of_many_lines_below_the_limit_is_taken() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing("S: 220-a line of advice\n".repeat(90) + LOCKSTEP)) {
      assertThat(connect(peer).capabilities().keywords()).isEmpty();
      peer.assertPlayed();
    }
  }

  @Test
  void a_server_that_refuses_EHLO_is_asked_by_HELO() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            """
            S: 220 old.example
            C: EHLO client.example
            S: 502 5.5.1 what?
            C: HELO client.example
            S: 250 old.example
            C: MAIL FROM:<s@sender.example>
            """)) {
      SmtpConnection connection = connect(peer);
      assertThat(connection.capabilities().pipelining()).isFalse();
      connection.send(ENVELOPE, MESSAGE);
      peer.assertPlayed();
    }
  }

  @Test
  void a_server_that_refuses_HELO_too_is_left() throws IOException {
    assertThat(
            failureAfter(
                """
                S: 220 old.example
                C: EHLO client.example
                S: 502 what?
                C: HELO client.example
                S: 550 5.7.1 not with that name
                C: QUIT
                """))
        .isEqualTo(new Problem.Refused(Phase.EHLO, Reply.of(550, "5.7.1", "not with that name")));
  }

  @Test
  void a_passing_refusal_of_EHLO_is_not_answered_by_HELO() throws IOException {
    assertThat(failureAfter("S: 220 mx\nC: EHLO client.example\nS: 451 4.3.0 later\nC: QUIT"))
        .isEqualTo(new Problem.Refused(Phase.EHLO, Reply.of(451, "4.3.0", "later")));
  }

  @Test
  void what_the_server_said_stands_in_the_transcript() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(LOCKSTEP)) {
      assertThat(connect(peer).transcript())
          .isEqualTo(
              List.of("< 220 mx.example ready", "> EHLO client.example", "< 250 mx.example"));
    }
  }

  @Test
  void a_421_that_comes_with_the_answer_to_EHLO_ends_the_connection() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            """
            S: 220 mx.example
            C: EHLO client.example
            S+ 250 mx.example\\r\\n421 4.3.2 going down\\r\\n
            eof
            """)) {
      SmtpConnection connection = connect(peer);
      assertThat(await(connection.ended()))
          .isEqualTo(new Problem.PeerClosing(Phase.IDLE, Reply.of(421, "4.3.2", "going down")));
      assertThat(await(connection.send(ENVELOPE, MESSAGE)).outcome())
          .isInstanceOf(Transmission.Outcome.NotSent.class);
      peer.assertPlayed();
    }
  }

  private static Problem failureAfter(String script) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(script)) {
      Problem problem = failure(client.connect(peer.endpoint()));
      peer.assertPlayed();
      return problem;
    }
  }
}
