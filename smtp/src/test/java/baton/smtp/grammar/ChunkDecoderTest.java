package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkDecoderTest {

  @Property(tries = 500)
  void content_of_lines_is_the_same_however_it_is_cut_into_chunks_and_packets(
      @ForAll("content") String content, @ForAll long seed) {
    ChunkDecoder decoder = read(content, new Random(seed), 100_000);

    assertThat(decoder.refusal()).isNull();
    assertThat(new String(decoder.content(), ISO_8859_1)).isEqualTo(content);
    assertThat(decoder.size()).isEqualTo(content.length());
  }

  @Property(tries = 1_000)
  void it_judges_as_the_content_behind_DATA_is_judged(
      @ForAll("noise") String noise, @ForAll long seed) {
    ChunkDecoder chunks = read(noise, new Random(seed), 1_000);
    byte[] wire = (stuffed(noise) + "\r\n.\r\n").getBytes(ISO_8859_1);
    ContentDecoder data = new ContentDecoder(1_000, 0);
    data.read(wire, 0, wire.length);

    assertThat(chunks.refusal()).isEqualTo(data.refusal());
  }

  /** Dots doubled where DATA would take one away, behind a CRLF and at the beginning. */
  private static String stuffed(String content) {
    return ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
  }

  @Provide
  Arbitrary<String> content() {
    return Arbitraries.of("a", "\u00ff", "..", "\t", "\r\n", "\r\n.\r\n", "RSET\r\n")
        .list()
        .ofMaxSize(60)
        .map(pieces -> String.join("", pieces) + "\r\n");
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.of("a", "\u00ff", ".", "\t", "\r\n", "\r", "\n", "\0")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a\\r\\n          | a\\r\\n
          a                | a\\r\\n
          a\\r\\nb         | a\\r\\nb\\r\\n
          .                | .\\r\\n
          \\r\\n           | \\r\\n
          \\t              | \\t\\r\\n
          """,
      delimiter = '|')
  void onlyALastLineWithoutItsCrlfGetsOne(String sent, String content) {
    ChunkDecoder decoder = read(sent.translateEscapes(), new Random(1), 100);

    assertThat(new String(decoder.content(), ISO_8859_1)).isEqualTo(content.translateEscapes());
  }

  @Test
  void nothingAtAllStaysNothing() {
    assertThat(read("", new Random(1), 100).content()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          a\\nb        | a bare LF in line 1
          a\\r\\n\\n   | a bare LF in line 2
          a\\rb        | a bare CR in line 1
          a\\r\\r\\n   | a bare CR in line 1
          a\\r         | a bare CR in line 1
          \\r\\na\\0   | a NUL in line 2
          """,
      delimiter = '|')
  void whatIsNotMadeOfLinesIsRefused(String sent, String fault) {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(read(sent.translateEscapes(), new Random(seed), 100).refusal())
          .isEqualTo(Reply.of(550, "5.6.0", "Message refused: it holds " + fault));
    }
  }

  @Test
  void contentBeyondTheLimitIsReadAndNotHeld() {
    ChunkDecoder decoder = read("0123456789\r\n", new Random(1), 11);

    assertThat(decoder.refusal())
        .isEqualTo(Reply.of(552, "5.3.4", "Message is larger than 11 octets"));
    assertThat(decoder.held()).isZero();
    assertThatThrownBy(decoder::content).isInstanceOf(IllegalStateException.class);
  }

  /** Reads content in chunks of random sizes, each in packets of random sizes. */
  private static ChunkDecoder read(String content, Random random, long limit) {
    byte[] octets = content.getBytes(ISO_8859_1);
    ChunkDecoder decoder = new ChunkDecoder(limit, 0);
    int at = 0;
    boolean last = false;
    while (!last) {
      int size = random.nextInt(octets.length - at + 1);
      last = at + size == octets.length;
      decoder.chunk(size, last);
      int chunkEnd = at + size;
      do {
        int packet = Math.min(octets.length, at + random.nextInt(10));
        at = decoder.read(octets, at, packet);
      } while (!decoder.chunkEnded());
      assertThat(at).isEqualTo(chunkEnd);
    }
    assertThat(decoder.ended()).isTrue();
    return decoder;
  }
}
