package baton.submission.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ann@example.org                              | ``              | ann@example.org
          <ann@example.org>                            | ``              | ann@example.org
          Ann Lee <ann@example.org>                    | Ann Lee         | ann@example.org
          "Lee, Ann" <ann@example.org>                 | Lee, Ann        | ann@example.org
          "a \\"b\\" <c@d.e>" <ann@example.org>        | a "b" <c@d.e>   | ann@example.org
          Dr. Lee <ann@example.org>                    | Dr. Lee         | ann@example.org
          ann@example.org <ann@example.org>            | ann@example.org | ann@example.org
          "bob@other.org" <ann@example.org>            | bob@other.org   | ann@example.org
          ann@example.org (the (nested) comment)       | ``              | ann@example.org
          "ann lee"@example.org                        | ``              | "ann lee"@example.org
          Änne <ann@example.org>                       | Änne            | ann@example.org
          Ann <ann@EXAMPLE.org>                        | Ann             | ann@example.org
          """)
  void aMailboxIsANameAndAnAddress(String text, String name, String address) {
    Mailbox mailbox = Mailbox.parse(text);

    assertThat(mailbox.name()).isEqualTo(name);
    assertThat(mailbox.address()).hasToString(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ann",
        "ann@example.org bob@example.org",
        "<ann@example.org> <bob@example.org>",
        "<ann@example.org> bob@example.org",
        "bob@other.org <ann@example.org>",
        "Ann <ann@example.org",
        "\"Ann <ann@example.org>",
        "Ann (comment <ann@example.org>",
        "team: ann@example.org;",
        "<@route:ann@example.org>",
        "ann@example.org\u0000",
        "Ann\u0001 <ann@example.org>"
      })
  void whatTwoReadersCouldReadDifferentlyIsNoMailbox(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.parse(text));
  }

  @Test
  void aListHasAMailboxBetweenItsCommas() {
    assertThat(Mailbox.parseList("\"a, b\" <a@x.org>, b@x.org,, C <c@x.org>"))
        .extracting(mailbox -> mailbox.address().toString())
        .containsExactly("a@x.org", "b@x.org", "c@x.org");
  }
}
