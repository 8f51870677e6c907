package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotedPrintableTest {

  @Property
  void whatIsEncodedDecodesToItself(@ForAll byte[] octets) {
    byte[] encoded = QuotedPrintable.encode(octets);

    assertThat(QuotedPrintable.decode(encoded, 0, encoded.length).octets()).isEqualTo(octets);
    assertThat(lines(encoded)).allMatch(line -> line.length() <= 76);
  }

  @Property
  void aReplacementLeavesAllElseInItsForm(@ForAll byte[] text, @ForAll int place) {
    byte[] source = QuotedPrintable.encode(text);
    QuotedPrintable decoded = QuotedPrintable.decode(source, 0, source.length);
    int at = Math.floorMod(place, text.length + 1);
    byte[] insertion =
        QuotedPrintable.encodeInsertion(
            "https://x.test/?a=b".repeat(9).getBytes(StandardCharsets.US_ASCII));
    int origin = decoded.origins()[at];

    byte[] edited =
        Edit.apply(source, 0, source.length, List.of(new Edit(origin, origin, insertion)));

    String before = latin(text).substring(0, at);
    assertThat(latin(QuotedPrintable.decode(edited, 0, edited.length).octets()))
        .isEqualTo(before + "https://x.test/?a=b".repeat(9) + latin(text).substring(at));
    assertThat(latin(edited)).startsWith(latin(source).substring(0, origin));
    assertThat(latin(edited)).endsWith(latin(source).substring(origin));
    assertThat(lines(edited)).allMatch(line -> line.length() <= 76);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`a=3Db`|`a=b`",
        "`a=\\r\\nb`|`ab`",
        "`a= \\t\\r\\nb`|`ab`",
        "`a  \\r\\nb`|`a\\r\\nb`",
        "`a=3db`|`a=b`",
        "`a=4`|`a=4`",
        "`a=ZZb`|`a=ZZb`",
        "`a=`|`a`"
      })
  void brokenTextIsReadAsReadersDo(String source, String expected) {
    byte[] octets = unescape(source).getBytes(StandardCharsets.US_ASCII);

    assertThat(latin(QuotedPrintable.decode(octets, 0, octets.length).octets()))
        .isEqualTo(unescape(expected));
  }

  private static List<String> lines(byte[] octets) {
    return latin(octets).lines().toList();
  }

  private static String latin(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
  }
}
