package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers send, and what the parser makes of it. */
class ReplyParserTest {

  @Test
  void a_reply_of_several_lines_is_one_reply() throws MalformedReplyException {
    assertThat(replies("250-mx.example\r\n250-SIZE 1000\r\n250 PIPELINING\r\n"))
        .containsExactly(new Reply(250, null, List.of("mx.example", "SIZE 1000", "PIPELINING")));
  }

  @Test
  void the_enhanced_status_is_taken_from_every_line_that_repeats_it()
      throws MalformedReplyException {
    assertThat(replies("550-5.7.1 first\r\n550-5.7.1\r\n550 5.7.1 last\r\n"))
        .containsExactly(new Reply(550, new EnhancedStatus(5, 7, 1), List.of("first", "", "last")));
  }

  @Test
  void an_enhanced_status_that_differs_from_the_first_stays_text() throws MalformedReplyException {
    assertThat(replies("550-hello\r\n550-5.7.1 first\r\n550 5.1.1 last\r\n"))
        .containsExactly(
            new Reply(550, new EnhancedStatus(5, 7, 1), List.of("hello", "first", "5.1.1 last")));
  }

  @Test
  void figures_that_only_look_like_a_status_are_text() throws MalformedReplyException {
    assertThat(replies("250 2.0.0.1 is my address\r\n554 5.1.1x\r\n250 3.1.1 hm\r\n"))
        .extracting(Reply::status, Reply::text)
        .containsExactly(
            tuple(null, "2.0.0.1 is my address"), tuple(null, "5.1.1x"), tuple(null, "3.1.1 hm"));
  }

  @Test
  void what_the_world_sends_is_taken() throws MalformedReplyException {
    assertThat(replies("250\r\n")).containsExactly(Reply.of(250, ""));
    assertThat(replies("250 ok\n")).containsExactly(Reply.of(250, "ok"));
    assertThat(replies("250 ok\r\r\n")).containsExactly(Reply.of(250, "ok"));
    assertThat(replies("250OK\r\n")).containsExactly(Reply.of(250, "OK"));
    assertThat(replies("250\tok\r\n")).containsExactly(Reply.of(250, "ok"));
    assertThat(replies("250-\r\n250\r\n")).containsExactly(new Reply(250, null, List.of("", "")));
  }

  @Test
  void of_codes_that_differ_the_last_counts() throws MalformedReplyException {
    assertThat(replies("250-ok\r\n550 no\r\n").getFirst().code()).isEqualTo(550);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "25",
        "2x0 ok",
        "ok",
        "2500 ok",
        "199 ok",
        "600 ok",
        "000",
        "-250 ok",
        " 250 ok",
        "250-first\r\nsecond\r\n250 third"
      })
  void a_line_without_a_code_is_malformed(String line) {
    assertThatThrownBy(() -> replies(line + "\r\n")).isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void control_characters_and_foreign_octets_do_no_harm() throws MalformedReplyException {
    assertThat(replies("550 a\u0000b\u001b[2Jc\u007f\rd\te\u2028f\u0085g\r\n"))
        .containsExactly(Reply.of(550, "a?b?[2Jc??d e?f?g"));
    assertThat(replies("550 Empfänger unbekannt\r\n"))
        .containsExactly(Reply.of(550, "Empfänger unbekannt"));
    assertThat(replies(new byte[] {'5', '5', '0', ' ', (byte) 0xe4, 'x', '\n'}))
        .containsExactly(Reply.of(550, "\ufffdx"));
  }

  @Test
  void a_long_line_is_cut() throws MalformedReplyException {
    Reply reply = replies("250 " + "x".repeat(50_000) + "\r\n").getFirst();

    assertThat(reply.text()).hasSize(ReplyParser.LINE_KEPT - 4);
  }

  @Test
  void a_long_reply_is_cut_and_its_last_line_still_decides() throws MalformedReplyException {
    Reply reply = replies(("250-" + "x".repeat(994) + "\r\n").repeat(90) + "550 no\r\n").getFirst();

    assertThat(reply.code()).isEqualTo(550);
    assertThat(reply.lines().stream().mapToInt(String::length).sum())
        .isLessThanOrEqualTo(ReplyParser.REPLY_KEPT);
  }

  @Test
  void a_flood_is_malformed() {
    assertThatThrownBy(() -> replies("250-x\r\n".repeat(20_000)))
        .isInstanceOf(MalformedReplyException.class);
    assertThatThrownBy(() -> replies("2".repeat(ReplyParser.REPLY_LIMIT + 1)))
        .isInstanceOf(MalformedReplyException.class);
  }

  @Test
  void the_flood_is_counted_for_each_reply_by_itself() throws MalformedReplyException {
    assertThat(replies(("250 " + "x".repeat(1_000) + "\r\n").repeat(500))).hasSize(500);
  }

  @Test
  void what_stands_behind_a_reply_is_seen() throws MalformedReplyException {
    ReplyParser parser = new ReplyParser();
    parser.feed(bytes("220 go\r\n250-inj"));

    assertThat(parser.next()).isPresent();
    assertThat(parser.holdsMore()).isTrue();
    assertThat(parser.next()).isEmpty();
    assertThat(parser.holdsMore()).isTrue();
    parser.feed(bytes("ected\r\n250 end\r\n"));
    assertThat(parser.next()).isPresent();
    assertThat(parser.holdsMore()).isFalse();
  }

  static List<Reply> replies(String wire) throws MalformedReplyException {
    return replies(bytes(wire));
  }

  static List<Reply> replies(byte[]... pieces) throws MalformedReplyException {
    ReplyParser parser = new ReplyParser();
    List<Reply> replies = new ArrayList<>();
    for (byte[] piece : pieces) {
      parser.feed(piece);
      for (Optional<Reply> reply = parser.next(); reply.isPresent(); reply = parser.next()) {
        replies.add(reply.get());
      }
    }
    return replies;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
