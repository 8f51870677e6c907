package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplyParserLawsTest {

  @Property(tries = 500)
  void a_printed_reply_is_read_as_the_same_however_it_is_cut(
      @ForAll("replies") List<Reply> replies, @ForAll long seed) throws MalformedReplyException {
    StringBuilder wire = new StringBuilder();
    replies.forEach(reply -> wire.append(reply.wire()));

    byte[][] pieces = cut(wire.toString().getBytes(StandardCharsets.UTF_8), new Random(seed));

    assertThat(ReplyParserTest.replies(pieces)).isEqualTo(replies);
  }

  @Property(tries = 1000)
  void whatever_arrives_is_a_reply_or_malformed_and_leaves_the_text_printable(
      @ForAll byte[] octets, @ForAll long seed) {
    try {
      for (Reply reply : ReplyParserTest.replies(cut(octets, new Random(seed)))) {
        assertThat(reply.text().chars()).noneMatch(Character::isISOControl);
      }
    } catch (MalformedReplyException e) {
      assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
    }
  }

  @Provide
  Arbitrary<List<Reply>> replies() {
    Arbitrary<EnhancedStatus> status =
        Combinators.combine(
                Arbitraries.of(2, 4, 5),
                Arbitraries.integers().between(0, 999),
                Arbitraries.integers().between(0, 999))
            .as(EnhancedStatus::new);
    // Printable, and no figure: a text that begins like a status would be read as one.
    Arbitrary<String> text =
        Arbitraries.strings()
            .withCharRange('!', '/')
            .withCharRange(':', '~')
            .withCharRange('à', 'ÿ')
            .withChars(' ', '漢', 'ж')
            .ofMaxLength(40);
    Arbitrary<Reply> reply =
        Combinators.combine(
                Arbitraries.integers().between(200, 599),
                status.injectNull(0.4),
                text.list().ofMinSize(1).ofMaxSize(5))
            .as(Reply::new);
    return reply.list().ofMinSize(1).ofMaxSize(4);
  }

  private static byte[][] cut(byte[] octets, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    while (from < octets.length) {
      int to = Math.min(octets.length, from + 1 + random.nextInt(12));
      pieces.add(Arrays.copyOfRange(octets, from, to));
      from = to;
    }
    return pieces.toArray(byte[][]::new);
  }
}
