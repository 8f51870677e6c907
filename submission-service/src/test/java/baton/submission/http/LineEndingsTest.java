package baton.submission.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineEndingsTest {

  @ParameterizedTest
  @CsvSource({
    "a\\nb\\n, a\\r\\nb\\r\\n",
    "a\\r\\nb\\n, a\\r\\nb\\r\\n",
    "\\n\\n, \\r\\n\\r\\n",
    "a\\rb, a\\rb"
  })
  void everyLineEndsInCrLf(String before, String after) {
    assertThat(LineEndings.toCrLf(octets(before))).isEqualTo(octets(after));
  }

  @Property
  void doneTwiceIsDoneOnce(@ForAll byte[] message) {
    byte[] once = LineEndings.toCrLf(message);
    assertThat(LineEndings.toCrLf(once)).isEqualTo(once);
  }

  private static byte[] octets(String escaped) {
    return escaped.replace("\\n", "\n").replace("\\r", "\r").getBytes(StandardCharsets.ISO_8859_1);
  }
}
