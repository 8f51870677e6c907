package baton.submission.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.Corpus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalTest {

  private static final List<String> FORMS =
      List.of("relaxed-header", "relaxed-body", "simple-body");

  static Stream<Arguments> corpus() {
    return Corpus.lines("dkim/canonicalization.jsonl").stream()
        .filter(line -> FORMS.contains(line.get("canonicalization").asText()))
        .map(
            line ->
                Arguments.of(
                    line.get("canonicalization").asText(),
                    line.get("input").asText(),
                    line.get("expected").asText()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void theFormIsThatOfOtherImplementations(String which, String input, String expected)
      throws NoSuchAlgorithmException {
    if (which.equals("relaxed-header")) {
      int colon = input.indexOf(':');
      assertThat(field(input.substring(0, colon), input.substring(colon + 1))).isEqualTo(expected);
    } else if (which.equals("relaxed-body")) {
      assertThat(hashOfBody(input)).isEqualTo(sha256(expected));
    } else {
      assertThat(hashOfSimpleBody(input)).isEqualTo(sha256(expected));
    }
  }

  /** RFC 6376 section 3.4.5, and what it says in words. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "` C \\r\\nD \\t E\\r\\n\\r\\n\\r\\n`|` C\\r\\nD E\\r\\n`",
        "`a\\r\\n\\r\\nb`|`a\\r\\n\\r\\nb\\r\\n`",
        "`\\r\\n\\r\\n`|``",
        "`\\t\\r\\n`|``",
        "`a\\tb\\r\\n`|`a b\\r\\n`",
        "`a  \\t  b   c\\r\\n`|`a b c\\r\\n`",
        "`  a\\r\\n`|` a\\r\\n`"
      })
  void theBodysFormIsThatOfTheRfc(String input, String expected) throws NoSuchAlgorithmException {
    assertThat(hashOfBody(unescape(input))).isEqualTo(sha256(unescape(expected)));
  }

  /** RFC 6376 section 3.4.5, and what it says in words. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "` C \\r\\nD \\t E\\r\\n\\r\\n\\r\\n`|` C \\r\\nD \\t E\\r\\n`",
        "``|`\\r\\n`",
        "`\\r\\n`|`\\r\\n`",
        "`\\r\\n\\r\\n`|`\\r\\n`",
        "`a`|`a\\r\\n`",
        "`a\\r\\n\\r\\nb`|`a\\r\\n\\r\\nb\\r\\n`",
        "` \\r\\n\\r\\n`|` \\r\\n`"
      })
  void theBodysSimpleFormIsThatOfTheRfc(String input, String expected)
      throws NoSuchAlgorithmException {
    assertThat(hashOfSimpleBody(unescape(input))).isEqualTo(sha256(unescape(expected)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "A|` X\\r\\n`|`a:X\\r\\n`",
        "`B `|` Y\\t\\r\\n\\tZ  \\r\\n`|`b :Y Z\\r\\n`",
        "Subject|``|`subject:\\r\\n`",
        "Subject|` \\r\\n`|`subject:\\r\\n`"
      })
  void aFieldsFormIsThatOfTheRfc(String name, String value, String expected) {
    assertThat(field(name, unescape(value))).isEqualTo(unescape(expected));
  }

  private static String field(String name, String value) {
    byte[] octets = value.getBytes(StandardCharsets.UTF_8);
    return new String(
        Canonical.field(name, octets, 0, octets.length, true), StandardCharsets.UTF_8);
  }

  private static byte[] hashOfBody(String body) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    Canonical.body(octets, 0, octets.length, digest);
    return digest.digest();
  }

  private static byte[] hashOfSimpleBody(String body) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    Canonical.simpleBody(octets, 0, octets.length, digest);
    return digest.digest();
  }

  private static byte[] sha256(String text) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t");
  }
}
