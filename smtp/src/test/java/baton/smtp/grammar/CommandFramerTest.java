package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandFramerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NOOP\\r\\n                         | NOOP
          NOOP\\r\\nQUIT\\r\\n               | NOOP, QUIT
          \\r\\n                             | ''
          NOOP                               | -
          NOOP\\r                            | -
          NOOP\\nQUIT\\r\\nRSET\\r\\n         | BARE_LF, RSET
          NOOP\\nQUIT\\nRSET\\r\\n            | BARE_LF
          \\n.\\nNOOP\\r\\nNOOP\\r\\n         | BARE_LF, NOOP
          NOOP\\rQUIT\\r\\nRSET\\r\\n         | BARE_CR, RSET
          NOOP\\r\\r\\nRSET\\r\\n             | BARE_CR, RSET
          NO\\0OP\\r\\nRSET\\r\\n             | NUL, RSET
          """)
  void endsLinesAtCrlfOnly(String input, String lines) {
    assertThat(String.join(", ", framesOf(unescape(input), 1_000)))
        .isEqualTo(lines.equals("-") ? "" : lines);
    assertThat(String.join(", ", framesOf(unescape(input), 1)))
        .isEqualTo(lines.equals("-") ? "" : lines);
  }

  @ParameterizedTest
  @CsvSource({
    "NOOP, 512, TOO_LONG",
    "FROB, 512, TOO_LONG",
    "MAIL, 2048, PATH_TOO_LONG",
    "rcpt, 2048, PATH_TOO_LONG",
    "AUTH, 12288, AUTH_TOO_LONG"
  })
  void holdsAVerbToItsLimitAndGoesOnBehindIt(String verb, int limit, String fault) {
    String longest = verb + " " + "x".repeat(limit - verb.length() - 3);
    String tooLong = longest + "x";
    for (int chunk : new int[] {100_000, 1_000, 7}) {
      assertThat(framesOf(longest + "\r\nRSET\r\n", chunk)).containsExactly(longest, "RSET");
      assertThat(framesOf(tooLong + "\r\nRSET\r\n", chunk)).containsExactly(fault, "RSET");
    }
  }

  @Test
  void takesALongResponseOfAuth() {
    CommandFramer framer = new CommandFramer();
    byte[] bytes = ("x".repeat(12_286) + "\r\n").getBytes(ISO_8859_1);
    assertThat(framer.read(bytes, 0, bytes.length, true)).isEqualTo(CommandFramer.Outcome.LINE);
    bytes = ("x".repeat(12_287) + "\r\n").getBytes(ISO_8859_1);
    assertThat(framer.read(bytes, 0, bytes.length, true)).isEqualTo(CommandFramer.Outcome.FAULT);
  }

  @Test
  void forgetsALineThatHasBegun() {
    CommandFramer framer = new CommandFramer();
    byte[] begun = "AUTH PLAIN \r".getBytes(ISO_8859_1);
    framer.read(begun, 0, begun.length, false);
    framer.discard();
    byte[] next = "NOOP\r\n".getBytes(ISO_8859_1);
    assertThat(framer.read(next, 0, next.length, false)).isEqualTo(CommandFramer.Outcome.LINE);
    assertThat(framer.lineEnd() - framer.lineStart()).isEqualTo(4);
  }

  @Property(tries = 300)
  void findsTheSameLinesHoweverTheInputIsCut(
      @ForAll @Size(max = 12)
          List<@StringLength(max = 40) @CharRange(from = 'a', to = 'z') String> lines,
      @ForAll @IntRange(min = 1, max = 50) int chunk) {
    StringBuilder input = new StringBuilder();
    lines.forEach(line -> input.append(line).append("\r\n"));
    assertThat(framesOf(input.toString(), chunk)).isEqualTo(lines);
  }

  /** The lines and the names of faults, in order. */
  private static List<String> framesOf(String input, int chunkSize) {
    byte[] bytes = input.getBytes(ISO_8859_1);
    CommandFramer framer = new CommandFramer();
    List<String> frames = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += chunkSize) {
      int to = Math.min(bytes.length, from + chunkSize);
      int at = from;
      while (at < to) {
        switch (framer.read(bytes, at, to, false)) {
          case LINE ->
              frames.add(
                  new String(
                      framer.line(),
                      framer.lineStart(),
                      framer.lineEnd() - framer.lineStart(),
                      ISO_8859_1));
          case FAULT -> frames.add(framer.fault().name());
          case INCOMPLETE -> {}
        }
        at = framer.next();
      }
    }
    return frames;
  }

  private static String unescape(String escaped) {
    return escaped.translateEscapes();
  }
}
