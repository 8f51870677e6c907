package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalRecipientTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rfc822;Bob@Example.COM             | rfc822 | Bob@Example.COM     | rfc822;Bob@Example.COM
          RFC822;e+3Dmc2@x.example           | rfc822 | e=mc2@x.example     | rfc822;e+3Dmc2@x.example
          x400;/g=John/                      |        |                     |
          x400;/g+3DJohn/                    | x400   | /g=John/            | x400;/g+3DJohn/
          utf-8;ä@x.example                  | utf-8  | ä@x.example         | utf-8;\\x{E4}@x.example
          UTF-8;\\x{E4}+2Bb@x.example      |        |                     |
          utf-8;a\\x{2B}b@\\x{1F600}.x   | utf-8  | a+b@😀.x            | utf-8;a\\x{2B}b@\\x{1F600}.x
          """)
  void isReadAndWrittenInAscii(String wire, String type, String address, String written) {
    OriginalRecipient read = OriginalRecipient.parse(wire).orElse(null);

    assertThat(read).isEqualTo(type == null ? null : new OriginalRecipient(type, address));
    assertThat(read == null ? null : read.value()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rfc822",
        ";a@b.example",
        "rfc822;",
        "rfc 822;a@b.example",
        "rfc=822;a@b.example",
        "rfc822;a@b+zz",
        "rfc822;a@b+0D+0A",
        "rfc822;ä@b.example",
        "utf-8;",
        "utf-8;a\\x{}b",
        "utf-8;a\\x{D800}b",
        "utf-8;a\\x{110000}b",
        "utf-8;a\\x{0A}b",
        "utf-8;a\\b",
        "utf-8;a=b"
      })
  void whatIsMalformedIsNoRecipient(String wire) {
    assertThat(OriginalRecipient.parse(wire)).isEmpty();
  }

  @Property(tries = 300)
  void what_is_written_is_read_as_the_same(@ForAll("addresses") String address) {
    OriginalRecipient recipient = new OriginalRecipient("utf-8", address);

    assertThat(recipient.value()).matches("utf-8;[!-~]+");
    assertThat(OriginalRecipient.parse(recipient.value())).contains(recipient);
  }

  @Provide
  Arbitrary<String> addresses() {
    return Arbitraries.strings()
        .withCharRange(' ', '~')
        .withCharRange('\u00a1', '\u04ff')
        .withChars("漢字")
        .ofMinLength(1)
        .ofMaxLength(50);
  }
}
