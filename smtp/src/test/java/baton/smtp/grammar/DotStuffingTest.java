package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DotStuffingTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', .\\r\\n",
        "'a', a\\r\\n.\\r\\n",
        "'a\\r\\n', a\\r\\n.\\r\\n",
        "'\\r\\n', \\r\\n.\\r\\n",
        "'.', ..\\r\\n.\\r\\n",
        "'.\\r\\n', ..\\r\\n.\\r\\n",
        "'..\\r\\n', ...\\r\\n.\\r\\n",
        "'a\\r\\n.', a\\r\\n..\\r\\n.\\r\\n",
        "'a.b\\r\\n.c\\r\\n.d', a.b\\r\\n..c\\r\\n..d\\r\\n.\\r\\n",
        "'.a\\r\\n\\r\\n.\\r\\n', ..a\\r\\n\\r\\n..\\r\\n.\\r\\n",
        "'a\\r', a\\r\\r\\n.\\r\\n",
      })
  void stuffsDotsAtLineStartsAndEndsTheContent(String content, String wire) {
    assertThat(DotStuffing.encode(bytes(content))).isEqualTo(bytes(wire));
  }

  private static byte[] bytes(String escaped) {
    return escaped.translateEscapes().getBytes(ISO_8859_1);
  }
}
