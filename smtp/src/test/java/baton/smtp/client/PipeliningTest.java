package baton.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.client.Transmission.Outcome;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 2920, and one round trip per message. */
class PipeliningTest extends ClientTest {

  private static final String GROUP =
      """
      C: MAIL FROM:<s@sender.example> SIZE=25
      C: RCPT TO:<r@recipient.example>
      C: DATA
      """;

  private static final String GRANTED =
      """
      S: 250 2.1.0 sender ok
      S: 250 2.1.5 recipient ok
      S: 354 go ahead
      """;

  @Test
  void the_envelope_and_DATA_go_out_before_any_reply() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + GRANTED
                + """
                C.
                S: 250 2.0.0 queued as 1
                C: QUIT
                S: 221 bye
                """)) {
      SmtpConnection connection = connect(peer);

      Transmission sent = await(connection.send(ENVELOPE, MESSAGE));
      await(connection.quit());

      assertThat(sent.outcome())
          .isEqualTo(new Outcome.Accepted(Reply.of(250, "2.0.0", "queued as 1")));
      assertThat(sent.stages().recipients())
          .containsExactly(Reply.of(250, "2.1.5", "recipient ok"));
      assertThat(connection.messagesSent()).isEqualTo(1);
      assertThat(sent.transcript())
          .containsExactly(
              "> MAIL FROM:<s@sender.example> SIZE=25",
              "> RCPT TO:<r@recipient.example>",
              "> DATA",
              "< 250 2.1.0 sender ok",
              "< 250 2.1.5 recipient ok",
              "< 354 go ahead",
              "< 250 2.0.0 queued as 1");
      peer.assertPlayed();
      assertThat(peer.content(0)).isEqualTo("Subject: hello\r\n\r\nhello\r\n");
    }
  }

  @Test
  void the_next_envelope_stands_right_behind_the_final_dot() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + GRANTED
                + "C.\n"
                + GROUP // before the first message's final reply
                + "S: 250 2.0.0 first\n"
                + GRANTED
                + """
                C.
                S: 250 2.0.0 second
                """)) {
      SmtpConnection connection = connect(peer);

      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      assertThat(connection.acceptsNext()).isTrue();
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);
      assertThat(connection.acceptsNext()).isFalse();

      assertThat(await(first).outcome())
          .isEqualTo(new Outcome.Accepted(Reply.of(250, "2.0.0", "first")));
      assertThat(await(second).outcome())
          .isEqualTo(new Outcome.Accepted(Reply.of(250, "2.0.0", "second")));
      peer.assertPlayed();
    }
  }

  @Test
  void a_refused_recipient_whose_DATA_was_granted_gets_a_lone_dot() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 354 go ahead
                C: .
                S: 554 5.5.1 no valid recipients
                """
                + GROUP
                + GRANTED
                + """
                C.
                S: 250 2.0.0 taken
                """)) {
      SmtpConnection connection = connect(peer);

      Transmission refused = await(connection.send(ENVELOPE, MESSAGE));
      Transmission accepted = await(connection.send(ENVELOPE, MESSAGE));

      assertThat(refused.outcome())
          .isEqualTo(new Outcome.Refused(Phase.RCPT, Reply.of(550, "5.1.1", "unknown")));
      assertThat(accepted.outcome()).isInstanceOf(Outcome.Accepted.class);
      peer.assertPlayed();
    }
  }

  @Test
  void a_transaction_that_a_refusal_left_open_is_reset_in_the_next_group() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 250 ok
                S: 450 4.2.0 later
                S: 554 5.5.1 no valid recipients
                C: RSET
                """
                + GROUP
                + "S: 250 forgotten\n"
                + GRANTED
                + """
                C.
                S: 250 2.0.0 taken
                """)) {
      SmtpConnection connection = connect(peer);

      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).outcome())
          .isEqualTo(new Outcome.Refused(Phase.RCPT, Reply.of(450, "4.2.0", "later")));
      assertThat(await(second).outcome()).isInstanceOf(Outcome.Accepted.class);
      peer.assertPlayed();
    }
  }

  @Test
  void a_refused_MAIL_needs_no_reset() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 451 4.7.1 later
                S: 503 5.5.1 MAIL first
                S: 503 5.5.1 RCPT first
                """
                + GROUP)) {
      SmtpConnection connection = connect(peer);

      Transmission first = await(connection.send(ENVELOPE, MESSAGE));
      await(connection.send(ENVELOPE, MESSAGE));

      assertThat(first.outcome())
          .isEqualTo(new Outcome.Refused(Phase.MAIL, Reply.of(451, "4.7.1", "later")));
      peer.assertPlayed();
    }
  }

  @Test
  void refused_DATA_is_a_refusal_of_the_message() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 250 ok
                S: 250 ok
                S: 451 4.3.0 disk
                C: QUIT
                """)) {
      SmtpConnection connection = connect(peer);

      Transmission refused = await(connection.send(ENVELOPE, MESSAGE));
      await(connection.quit());

      assertThat(refused.outcome())
          .isEqualTo(new Outcome.Refused(Phase.DATA, Reply.of(451, "4.3.0", "disk")));
      peer.assertPlayed();
    }
  }

  @Test
  void content_wanted_for_a_refused_sender_ends_the_connection_without_a_dot() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 550 5.7.1 no
                S: 250 ok
                S: 354 go ahead
                eof
                """)) {
      SmtpConnection connection = connect(peer);

      Transmission refused = await(connection.send(ENVELOPE, MESSAGE));

      assertThat(refused.outcome())
          .isEqualTo(new Outcome.Refused(Phase.MAIL, Reply.of(550, "5.7.1", "no")));
      assertThat(await(connection.ended())).isInstanceOf(Problem.Violation.class);
      peer.assertPlayed();
    }
  }

  @Test
  void some_recipients_refused_and_some_taken_is_accepted_with_each_reply() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + """
                C: MAIL FROM:<> SIZE=25
                C: RCPT TO:<a@recipient.example>
                C: RCPT TO:<b@recipient.example>
                C: DATA
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 250 2.1.5 ok
                S: 354 go ahead
                C.
                S: 250 2.0.0 taken
                """)) {
      Envelope two =
          new Envelope(
              "", List.of("a@recipient.example", "b@recipient.example"), false, false, Dsn.NONE);

      Transmission sent = await(connect(peer).send(two, MESSAGE));

      assertThat(sent.outcome()).isInstanceOf(Outcome.Accepted.class);
      assertThat(sent.stages().recipients()).extracting(Reply::code).containsExactly(550, 250);
      peer.assertPlayed();
    }
  }

  @Test
  void replies_that_come_octet_by_octet_are_the_same_replies() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            "drip\n"
                + PIPELINING
                + GROUP
                + GRANTED
                + "C.\n"
                + GROUP
                + """
                S+ 250-2.0.0 first\\n250 2.0.0 of two lines\\n
                """
                + GRANTED
                + """
                C.
                S: 550 5.7.1 no
                """)) {
      SmtpConnection connection = connect(peer);

      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      Future<Transmission> second = connection.send(ENVELOPE, MESSAGE);

      assertThat(await(first).stages().content().lines()).containsExactly("first", "of two lines");
      assertThat(await(second).outcome())
          .isEqualTo(new Outcome.Refused(Phase.CONTENT, Reply.of(550, "5.7.1", "no")));
      peer.assertPlayed();
    }
  }

  @Test
  void a_third_message_is_turned_away_while_two_are_in_flight() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.playing(PIPELINING + GROUP + "eof")) {
      SmtpConnection connection = connect(peer);
      Future<Transmission> first = connection.send(ENVELOPE, MESSAGE);
      connection.send(ENVELOPE, MESSAGE);

      assertThat(connection.send(ENVELOPE, MESSAGE).cause())
          .isInstanceOf(IllegalStateException.class);

      connection.close();
      assertThat(await(first).outcome()).isEqualTo(new Outcome.NotSent(new Problem.ClosedHere()));
    }
  }

  @Test
  void who_hears_of_an_outcome_may_send_the_next_message_at_once() throws IOException {
    try (ScriptedPeer peer =
        ScriptedPeer.playing(
            PIPELINING
                + GROUP
                + """
                S: 250 ok
                S: 550 5.1.1 unknown
                S: 554 5.5.1 no valid recipients
                C: RSET
                """
                + GROUP
                + "S: 250 ok\n"
                + GRANTED
                + """
                C.
                S: 250 2.0.0 taken
                """)) {
      SmtpConnection connection = connect(peer);

      Transmission second =
          await(
              connection
                  .send(ENVELOPE, MESSAGE)
                  .compose(refused -> connection.send(ENVELOPE, MESSAGE)));

      assertThat(second.outcome()).isInstanceOf(Outcome.Accepted.class);
      peer.assertPlayed();
    }
  }
}
