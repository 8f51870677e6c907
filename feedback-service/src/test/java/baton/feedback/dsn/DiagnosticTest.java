package baton.feedback.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import baton.smtp.grammar.EnhancedStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosticTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "smtp; 550 5.1.1 no such user                    | 550 | 5.1.1 | no such user",
        "smtp;550 5.1.1 RESOLVER.ADR; not found          | 550 | 5.1.1 | RESOLVER.ADR; not found",
        "SMTP; 550-5.1.1 The account 550 5.1.1 is gone   | 550 | 5.1.1 | The account is gone",
        "550 5.7.1 no type before it                     | 550 | 5.7.1 | no type before it",
        "smtp; 554 4.4.7 expired <421 4.4.2 timed out>   | 554 | 4.4.7 | expired <421 4.4.2 timed out>",
        "X-Postfix; host a.example[192.0.2.5] said: 552 5.2.2 full (in reply to RCPT TO) | 552 | 5.2.2 | full (in reply to RCPT TO)",
        "smtp; 5.1.0 - Unknown error 550-'5.7.1 refused' | 550 | 5.7.1 | refused'",
        "smtp; 550 sorry, no mailbox (#5.7.17)           | 550 | 5.7.17 | sorry, no mailbox (#5.7.17)",
        "smtp; the server said 550                       | 550 | -     | the server said 550",
        "X-Unix; 77                                      | -   | -     | 77",
        "X-Notes; not listed in the address book         | -   | -     | not listed in the address book",
        "smtp; size 550123 exceeds 4.4.4.4 limit         | -   | -     | size 550123 exceeds 4.4.4.4 limit",
        "prose: with a colon; and a semicolon            | -   | -     | prose: with a colon; and a semicolon",
      })
  void theReplyInTheWordsIsFound(String field, Integer code, String status, String text) {
    Diagnostic diagnostic = Diagnostic.parse(field).orElseThrow();

    assertThat(diagnostic.code().isPresent() ? diagnostic.code().getAsInt() : null).isEqualTo(code);
    assertThat(diagnostic.status().map(EnhancedStatus::toString).orElse(null)).isEqualTo(status);
    assertThat(diagnostic.text()).isEqualTo(text);
  }

  @Test
  void wordsAreOneLineOfBoundedLength() {
    Diagnostic diagnostic =
        Diagnostic.parse("smtp; 550 a\tb\r\n c" + "x".repeat(9_000)).orElseThrow();

    assertThat(diagnostic.words()).startsWith("550 a b cxxx").hasSize(Diagnostic.MAX_WORDS);
  }

  @Test
  void noWordsAreNoDiagnostic() {
    assertThat(Diagnostic.parse("smtp;  ")).isEmpty();
  }
}
