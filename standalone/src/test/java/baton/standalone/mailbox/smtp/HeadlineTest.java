package baton.standalone.mailbox.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadlineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Subject: Hello                                | Hello
          subject:Hello                                 | Hello
          Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=          | Grüße
          Subject: =?utf-8?b?4pyT?= =?utf-8?b?4pyT?=    | ✓✓
          Subject: one\\r\\n two\\r\\n\\tthree          | one two\tthree
          Subject: Grüße                                | Grüße
          X-Subject: no                                 | ''
          Subject: =?utf-8?q?broken                     | =?utf-8?q?broken
          """)
  void readsTheSubject(String header, String subject) {
    String lines = header.replace("\\r\\n", "\r\n").replace("\\t", "\t");
    assertThat(headline(lines).subject()).isEqualTo(subject.replace("\t", " "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          From: a@example.org                           | a@example.org
          From: "Doe, Jane" <jane@example.org>          | jane@example.org
          FROM: =?utf-8?q?J=C3=BCrgen?= <j@example.org> | j@example.org
          From: a@example.org, b@example.org            | a@example.org
          From: group: a@example.org;                   | a@example.org
          From: <<<                                     | <<
          To: b@example.org                             | ''
          """)
  void readsTheSendersAddress(String header, String address) {
    assertThat(headline(header).from()).isEqualTo(address);
  }

  @Test
  void looksAtTheHeaderSectionOnly() {
    assertThat(headline("X: y\r\n\r\nSubject: in the body").subject()).isEmpty();
    assertThat(Headline.of(new byte[0])).isEqualTo(new Headline("", ""));
  }

  @Test
  void shortensASubjectWithoutEndAndDropsControlCharacters() {
    assertThat(headline("Subject: x" + "😀".repeat(5_000)).subject())
        .isEqualTo("x" + "😀".repeat(249));
    assertThat(headline("Subject: a\u0007b").subject()).isEqualTo("a b");
  }

  @Test
  void readsOctetsThatAreNoUtf8AsLatin() {
    assertThat(
            Headline.of("Subject: Gr\u00fc\u00dfe\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1))
                .subject())
        .isEqualTo("Grüße");
  }

  private static Headline headline(String header) {
    return Headline.of((header + "\r\n\r\nBody").getBytes(StandardCharsets.UTF_8));
  }
}
