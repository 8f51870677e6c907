package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {

  private static final long LIMIT = 100_000;

  @Property(tries = 500)
  void decodesWhatDotStuffingEncodes(
      @ForAll("contents") String content, @ForAll @IntRange(min = 1, max = 40) int chunk) {
    byte[] original = content.getBytes(ISO_8859_1);
    ContentDecoder decoder = new ContentDecoder(LIMIT, 0);
    byte[] wire = DotStuffing.encode(original);
    assertThat(read(decoder, wire, chunk)).isEqualTo(wire.length);
    assertThat(decoder.refusal()).isNull();
    assertThat(decoder.content()).isEqualTo(original);
  }

  /** Lines made mostly of what has a meaning to the decoder. */
  @Provide
  Arbitrary<String> contents() {
    Arbitrary<String> line =
        Arbitraries.of(".", "..", "a", "x".repeat(9), "\u00e9", "\u0080", " ")
            .list()
            .ofMaxSize(5)
            .map(parts -> String.join("", parts) + "\r\n");
    return line.list().ofMaxSize(12).map(lines -> String.join("", lines));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          .\\r\\n                              | ''
          hi\\r\\n..\\r\\n.a\\r\\n\\r\\n.\\r\\n  | hi\\r\\n.\\r\\na\\r\\n\\r\\n
          \\r\\n\\r\\n.\\r\\n                  | \\r\\n\\r\\n
          """)
  void takesAwayTheDots(String wire, String content) {
    ContentDecoder decoder = new ContentDecoder(LIMIT, 0);
    read(decoder, bytes(wire), 1);
    assertThat(decoder.content()).isEqualTo(bytes(content));
    assertThat(decoder.size()).isEqualTo(bytes(content).length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          \\n.\\n              | a bare LF
          \\n.\\r\\n           | a bare LF
          \\r\\n.\\n           | a bare LF
          \\r.\\r              | a bare CR
          \\r.\\n              | a bare CR
          \\r.\\r\\n           | a bare CR
          \\r\\n.\\r           | a bare CR
          \\r\\n.\\r\\r\\n     | a bare CR
          \\r\\r\\n.\\r\\r\\n  | a bare CR
          \\r\\n.\\0\\r\\n     | a NUL
          \\r\\n.\\r\\0\\n     | a bare CR
          """)
  void readsPastALookAlikeOfTheEndAndRefusesTheMessage(String lookAlike, String fault) {
    String rest = "MAIL FROM:<a@b.example>\r\n";
    byte[] wire = bytes("first" + lookAlike.translateEscapes() + rest + "\r\n.\r\nQUIT\r\n");
    for (int chunk = 1; chunk <= wire.length; chunk++) {
      ContentDecoder decoder = new ContentDecoder(LIMIT, 0);
      assertThat(read(decoder, wire, chunk)).isEqualTo(wire.length - "QUIT\r\n".length());
      assertThat(decoder.refusal()).isNotNull();
      assertThat(decoder.refusal().toString())
          .startsWith("550 5.6.0 Message refused: it holds " + fault);
      assertThat(decoder.held()).isZero();
    }
  }

  @Test
  void namesTheLineOfTheFirstFault() {
    ContentDecoder decoder = new ContentDecoder(LIMIT, 0);
    read(decoder, bytes("one\r\ntwo\r\nth\nree\0\r\n.\r\n"), 5);
    assertThat(decoder.refusal())
        .hasToString("550 5.6.0 Message refused: it holds a bare LF in line 3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1_000_000})
  void countsWhatIsBeyondTheLimitAndDoesNotHoldIt(int chunk) {
    byte[] content = ("x".repeat(98) + "\r\n").repeat(50).getBytes(ISO_8859_1);
    ContentDecoder enough = new ContentDecoder(5_000, 0);
    read(enough, DotStuffing.encode(content), chunk);
    assertThat(enough.content()).hasSize(5_000);

    ContentDecoder tooSmall = new ContentDecoder(4_999, 0);
    byte[] wire = DotStuffing.encode(content);
    assertThat(read(tooSmall, wire, chunk)).isEqualTo(wire.length);
    assertThat(tooSmall.refusal()).hasToString("552 5.3.4 Message is larger than 4999 octets");
    assertThat(tooSmall.held()).isZero();
    assertThat(tooSmall.size()).isEqualTo(5_000);
  }

  @Test
  void doesNotLetADeclaredSizeReserveMemory() {
    assertThat(new ContentDecoder(1L << 30, Long.MAX_VALUE).held()).isLessThanOrEqualTo(65_536);
    assertThat(new ContentDecoder(1L << 30, 1L << 29).held()).isLessThanOrEqualTo(65_536);
  }

  @Test
  void growsForALargeMessage() {
    byte[] content = ("y".repeat(78) + "\r\n").repeat(100_000).getBytes(ISO_8859_1);
    ContentDecoder decoder = new ContentDecoder(content.length, 0);
    read(decoder, DotStuffing.encode(content), 16_384);
    assertThat(Arrays.equals(decoder.content(), content)).isTrue();
  }

  @Property(tries = 300)
  void endsAtTheFirstTrueEndWhateverTheOctets(
      @ForAll("octets") List<String> parts, @ForAll @IntRange(min = 1, max = 9) int chunk) {
    String wire = "\r\n" + String.join("", parts);
    int end = wire.indexOf("\r\n.\r\n");
    byte[] sent = (wire + "\r\n.\r\n").substring(2).getBytes(ISO_8859_1);
    ContentDecoder decoder = new ContentDecoder(LIMIT, 0);
    int expected = end < 0 ? sent.length : end + 3;
    // A dot line at the very end may meet the one that is appended, one line earlier.
    int read = read(decoder, sent, chunk);
    assertThat(read).isEqualTo(Math.min(expected, firstEnd(sent)));
  }

  private static int firstEnd(byte[] sent) {
    return ("\r\n" + new String(sent, ISO_8859_1)).indexOf("\r\n.\r\n") + 3;
  }

  @Provide
  Arbitrary<List<String>> octets() {
    return Arbitraries.of("\r", "\n", ".", "\0", "a", "\r\n", "\r\n.", ".\r\n")
        .list()
        .ofMaxSize(15);
  }

  /** Feeds chunks until the content has ended; says how much was read. */
  private static int read(ContentDecoder decoder, byte[] wire, int chunkSize) {
    int at = 0;
    while (at < wire.length && !decoder.ended()) {
      at = decoder.read(wire, at, Math.min(wire.length, at + chunkSize));
    }
    return at;
  }

  private static byte[] bytes(String escaped) {
    return escaped.translateEscapes().getBytes(ISO_8859_1);
  }
}
