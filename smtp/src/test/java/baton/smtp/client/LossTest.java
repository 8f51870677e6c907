package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that go away, fall silent or lie, at every point; and what is then true of the message. */
class LossTest extends ClientTest {

  private static final String GROUP =
      """
      C: MAIL FROM:<s@sender.example> SIZE=25
      C: RCPT TO:<r@recipient.example>
      C: DATA
      """;

  private static final String DOT =
      GROUP
          + """
          S: 250 2.1.0 ok
          S: 250 2.1.5 ok
          S: 354 go
          C.
          """;

  private static final Reply CLOSING = Reply.of(421, "4.3.2", "going down");
  private static final String SAY_CLOSING = "S: 421 4.3.2 going down\neof\n";

  @ParameterizedTest
  @ValueSource(strings = {"", "S: 250 ok\n", "S: 250 ok\nS: 250 ok\n", "S: 250 ok\nS+ 250 o\n"})
  void a_peer_that_closes_before_the_354_has_no_message(String replies) throws IOException {
    assertThat(outcome(GROUP + replies))
        .isInstanceOfSatisfying(
            Outcome.NotSent.class,
            notSent -> assertThat(notSent.problem()).isInstanceOf(Problem.Lost.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reset\n", "S+ 250 2.0.0 queu\n", "S: 250-2.0.0 first line\n"})
  void a_peer_that_goes_after_the_dot_may_have_the_message(String end) throws IOException {
    assertThat(outcome(DOT + end))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class,
            unknown -> assertThat(unknown.problem()).isInstanceOf(Problem.Lost.class));
  }

  @Test
  void a_refusal_that_was_heard_stands_though_the_peer_then_goes() throws IOException {
    assertThat(outcome(GROUP + "S: 554 5.7.1 blocked"))
        .isEqualTo(new Outcome.Refused(Phase.MAIL, Reply.of(554, "5.7.1", "blocked")));
    assertThat(outcome(GROUP + "S: 250 ok\nS: 550 5.1.1 unknown"))
        .isEqualTo(new Outcome.Refused(Phase.RCPT, Reply.of(550, "5.1.1", "unknown")));
    assertThat(outcome(DOT + "S: 250 2.0.0 taken"))
        .isEqualTo(new Outcome.Accepted(Reply.of(250, "2.0.0", "taken")));
  }

  @Test
  void a_421_answers_the_message_whose_turn_it_is() throws IOException {
    assertThat(outcome(GROUP + SAY_CLOSING)).isEqualTo(new Outcome.Refused(Phase.MAIL, CLOSING));
    assertThat(outcome(GROUP + "S: 250 ok\n" + SAY_CLOSING))
        .isEqualTo(new Outcome.Refused(Phase.RCPT, CLOSING));
    assertThat(outcome(GROUP + "S: 250 ok\nS: 250 ok\n" + SAY_CLOSING))
        .isEqualTo(new Outcome.Refused(Phase.DATA, CLOSING));
    assertThat(outcome(DOT + SAY_CLOSING)).isEqualTo(new Outcome.Refused(Phase.CONTENT, CLOSING));
  }

  @Test
  void a_421_leaves_the_message_behind_unsent() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + DOT + GROUP + SAY_CLOSING)) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).outcome()).isEqualTo(new Outcome.Refused(Phase.CONTENT, CLOSING));
      assertThat(await(second).outcome())
          .isEqualTo(new Outcome.NotSent(new Problem.PeerClosing(Phase.CONTENT, CLOSING)));
      assertThat(connection.isOpen()).isFalse();
      peer.assertPlayed();
    }
  }

  @Test
  void a_peer_that_goes_with_two_in_flight_may_have_the_first_and_not_the_second()
      throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + DOT + GROUP + "reset")) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).outcome()).isInstanceOf(Outcome.Unknown.class);
      assertThat(await(second).outcome()).isInstanceOf(Outcome.NotSent.class);
      assertThat(await(connection.send(ENVELOPE, MESSAGE)).outcome())
          .isInstanceOf(Outcome.NotSent.class);
    }
  }

  @Test
  void a_421_while_idle_ends_the_connection() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + SAY_CLOSING)) {
      SmtpConnection connection = connect(peer);

      assertThat(await(connection.ended())).isEqualTo(new Problem.PeerClosing(Phase.IDLE, CLOSING));
      assertThat(connection.acceptsNext()).isFalse();
      peer.assertPlayed();
    }
  }

  @Test
  void silence_is_told_apart_by_where_it_falls() throws IOException {
    Duration patience = Duration.ofMillis(200);
    assertThat(impatientOutcome(GROUP + "eof"))
        .isEqualTo(new Outcome.NotSent(new Problem.TimedOut(Phase.MAIL, patience)));
    assertThat(impatientOutcome(GROUP + "S: 250 ok\neof"))
        .isEqualTo(new Outcome.NotSent(new Problem.TimedOut(Phase.RCPT, patience)));
    assertThat(impatientOutcome(GROUP + "S: 250 ok\nS: 250 ok\neof"))
        .isEqualTo(new Outcome.NotSent(new Problem.TimedOut(Phase.DATA, patience)));
    assertThat(impatientOutcome(DOT + "eof"))
        .isEqualTo(new Outcome.Unknown(new Problem.TimedOut(Phase.CONTENT, patience)));
  }

  @Test
  void content_that_the_peer_does_not_take_in_time_never_arrives_whole() throws IOException {
    byte[] large = new byte[20 << 20];
    Arrays.fill(large, (byte) 'x');
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + """
                C: MAIL FROM:<s@sender.example> SIZE=20971522
                C: RCPT TO:<r@recipient.example>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                stall
                drain
                """)) {
      SmtpConnection connection = await(client.connect(peer.endpoint().withTimeouts(impatient())));

      Transmission cut = await(connection.send(ENVELOPE, large));
      peer.goOn();

      assertThat(cut.outcome())
          .isEqualTo(
              new Outcome.NotSent(new Problem.TimedOut(Phase.CONTENT, Duration.ofMillis(200))));
      peer.assertPlayed();
      assertThat(peer.content(0)).hasSizeLessThan(large.length).doesNotContain("\r\n");
    }
  }

  @Test
  void large_content_arrives_whole() throws IOException {
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) 'x');
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + """
                C: MAIL FROM:<s@sender.example> SIZE=5242882
                C: RCPT TO:<r@recipient.example>
                C: DATA
                S: 250 ok
                S: 250 ok
                S: 354 go
                C.
                """
                + GROUP
                + "S: 250 2.0.0 taken")) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, large);
      connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).outcome()).isInstanceOf(Outcome.Accepted.class);
      peer.assertPlayed();
      assertThat(peer.content(0)).hasSize(large.length + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "S: 354 too early\neof",
        "S: 250 ok\nS: 354 too early\neof",
        "S: 250 ok\nS: 250 ok\nS: 250 not an answer to DATA\neof",
        "S: 250 ok\nS: 250 ok\nS+ 354 go\\r\\n250 taken already\\r\\n\neof",
        "S: hello\neof",
        "S: 999 what\neof",
        "flood 110000 2\neof"
      })
  void a_peer_that_breaks_the_protocol_before_the_dot_is_left(String replies) throws IOException {
    assertThat(outcome(GROUP + replies))
        .isInstanceOfSatisfying(
            Outcome.NotSent.class,
            notSent -> assertThat(notSent.problem()).isInstanceOf(Problem.Violation.class));
  }

  @Test
  void a_peer_that_breaks_the_protocol_after_the_dot_may_have_the_message() throws IOException {
    assertThat(outcome(DOT + "S: 354 more\neof")).isInstanceOf(Outcome.Unknown.class);
    assertThat(outcome(DOT + "S: queued\neof")).isInstanceOf(Outcome.Unknown.class);
  }

  @Test
  void a_reply_too_many_is_not_taken_for_the_answer_to_the_next_message() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + DOT
                + GROUP
                + "S+ 250 2.0.0 first\\r\\n250 ok\\r\\n250 ok\\r\\n354 go\\r\\n250 lie\\r\\n\n"
                + "eof")) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).outcome()).isInstanceOf(Outcome.Accepted.class);
      assertThat(await(second).outcome()).isInstanceOf(Outcome.NotSent.class);
    }
  }

  @Test
  void closing_tells_every_message_in_flight() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + DOT + GROUP + "eof")) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);
      peer.awaitContent();

      connection.close();

      assertThat(await(first).outcome()).isEqualTo(new Outcome.Unknown(new Problem.ClosedHere()));
      assertThat(await(second).outcome()).isEqualTo(new Outcome.NotSent(new Problem.ClosedHere()));
    }
  }

  private static Outcome outcome(String script) throws IOException {
    return outcome(script, Timeouts.STANDARD);
  }

  private static Outcome impatientOutcome(String script) throws IOException {
    return outcome(script, impatient());
  }

  private static Outcome outcome(String script, Timeouts timeouts) throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + script)) {
      SmtpConnection connection = await(client.connect(peer.endpoint().withTimeouts(timeouts)));
      Outcome outcome = await(connection.send(ENVELOPE, MESSAGE)).outcome();
      await(connection.close());
      peer.assertPlayed();
      return outcome;
    }
  }
}
