package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not pipeline, and what is said to peers of different abilities. */
class LockStepTest extends ClientTest {

  @Test
  void each_command_waits_for_the_answer_to_the_one_before() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<s@sender.example>
                quiet
                S: 250 ok
                C: RCPT TO:<r@recipient.example>
                quiet
                S: 250 ok
                C: DATA
                quiet
                S: 354 go
                C.
                quiet
                S: 250 2.0.0 taken
                C: MAIL FROM:<s@sender.example>
                """)) {
      SmtpConnection connection = connect(peer);
      var first = connection.send(ENVELOPE, MESSAGE);
      assertThat(connection.acceptsNext()).isFalse();

      assertThat(await(first).outcome())
          .isEqualTo(new Outcome.Accepted(Reply.of(250, "2.0.0", "taken")));
      assertThat(connection.acceptsNext()).isTrue();
      connection.send(ENVELOPE, MESSAGE);
      peer.assertPlayed();
    }
  }

  @Test
  void nothing_more_is_said_of_a_message_whose_sender_is_refused() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<s@sender.example>
                S: 553 5.1.8 no
                C: QUIT
                """)) {
      SmtpConnection connection = connect(peer);
      assertThat(await(connection.send(ENVELOPE, MESSAGE)).outcome())
          .isEqualTo(new Outcome.Refused(Phase.MAIL, Reply.of(553, "5.1.8", "no")));
      connection.quit();
      peer.assertPlayed();
    }
  }

  @Test
  void a_refused_recipient_is_followed_by_RSET_before_the_next_message() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<s@sender.example>
                S: 250 ok
                C: RCPT TO:<r@recipient.example>
                S: 550 5.1.1 unknown
                C: RSET
                quiet
                S: 250 ok
                C: MAIL FROM:<s@sender.example>
                """)) {
      SmtpConnection connection = connect(peer);
      assertThat(await(connection.send(ENVELOPE, MESSAGE)).outcome())
          .isEqualTo(new Outcome.Refused(Phase.RCPT, Reply.of(550, "5.1.1", "unknown")));
      connection.send(ENVELOPE, MESSAGE);
      peer.assertPlayed();
    }
  }

  @Test
  void content_leaves_with_its_dots_doubled_and_an_end() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<s@sender.example>
                S: 250
                C: RCPT TO:<r@recipient.example>
                S: 250
                C: DATA
                S: 354
                C.
                S: 250
                """)) {
      Transmission sent = await(connect(peer).send(ENVELOPE, bytes(".\r\n..a\r\nlast")));

      assertThat(sent.outcome()).isEqualTo(new Outcome.Accepted(Reply.of(250, "")));
      peer.assertPlayed();
      assertThat(peer.content(0)).isEqualTo("..\r\n...a\r\nlast\r\n");
    }
  }

  @Test
  void parameters_go_to_peers_that_understand_them() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            """
            S: 220 mx.example
            C: EHLO client.example
            S: 250-mx.example
            S: 250-SIZE
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250 DSN
            C: MAIL FROM:<é@sender.example> SIZE=4 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+3D1
            S: 250 ok
            C: RCPT TO:<r@recipient.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;o@recipient.example
            """)) {
      Dsn dsn = new Dsn("HDRS", "QQ+3D1", "SUCCESS,FAILURE", "rfc822;o@recipient.example");
      Envelope envelope =
          new Envelope("é@sender.example", List.of("r@recipient.example"), true, false, dsn);

      connect(peer).send(envelope, bytes("12\r\n"));
      peer.assertPlayed();
    }
  }

  @Test
  void parameters_are_kept_from_peers_that_do_not() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<>
                S: 250 ok
                C: RCPT TO:<r@recipient.example>
                """)) {
      Dsn dsn = new Dsn("HDRS", "QQ", "NEVER", null);
      Envelope envelope = new Envelope("", List.of("r@recipient.example"), true, false, dsn);

      connect(peer).send(envelope, MESSAGE);
      peer.assertPlayed();
    }
  }

  @Test
  void a_message_that_needs_SMTPUTF8_is_not_said_to_a_peer_without() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(LOCKSTEP + "C: QUIT")) {
      SmtpConnection connection = connect(peer);
      Envelope envelope = Envelope.of("s@sender.example", "é@recipient.example");

      assertThat(await(connection.send(envelope, MESSAGE)).outcome())
          .isEqualTo(new Outcome.Unsupported("SMTPUTF8"));
      assertThat(connection.acceptsNext()).isTrue();
      connection.quit();
      peer.assertPlayed();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b>\r\nRCPT TO:<c@d",
        "a\n@b",
        "a\r@b",
        "a b@c",
        "<a@b>",
        "a\u0000@b",
        "a\u0085@b",
        "a\u2028@b",
        ""
      })
  void an_address_that_could_end_the_line_makes_no_envelope(String address) {
    assertThatThrownBy(() -> Envelope.of("s@sender.example", address))
        .isInstanceOf(IllegalArgumentException.class);
    if (!address.isEmpty()) {
      assertThatThrownBy(() -> Envelope.of(address, "r@recipient.example"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nDATA", "a b", "a=b", "a\u0000", ""})
  void a_DSN_value_that_could_end_the_parameter_is_none(String value) {
    assertThatThrownBy(() -> new Dsn(null, value, null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void quitting_lets_the_message_in_flight_end_first() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            LOCKSTEP
                + """
                C: MAIL FROM:<s@sender.example>
                S: 250 ok
                C: RCPT TO:<r@recipient.example>
                S: 250 ok
                C: DATA
                S: 354 go
                C.
                S: 250 2.0.0 taken
                C: QUIT
                S: 221 bye
                eof
                """)) {
      SmtpConnection connection = connect(peer);
      var sent = connection.send(ENVELOPE, MESSAGE);
      var quit = connection.quit();
      assertThat(connection.acceptsNext()).isFalse();

      assertThat(await(sent).outcome()).isInstanceOf(Outcome.Accepted.class);
      await(quit);
      assertThat(await(connection.ended())).isEqualTo(new Problem.ClosedHere());
      peer.assertPlayed();
    }
  }

  @Test
  void a_peer_that_does_not_answer_QUIT_is_left_all_the_same() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(LOCKSTEP + "C: QUIT\neof")) {
      await(connect(peer).quit());
      peer.assertPlayed();
    }
  }
}
