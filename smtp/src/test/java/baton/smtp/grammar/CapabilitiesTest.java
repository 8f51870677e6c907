package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilitiesTest {

  @Test
  void keywords_are_read_in_any_case_with_their_parameters() {
    Capabilities offered =
        capabilities("mx.example says hello", "pipelining", "Size 1000", "AUTH PLAIN LOGIN", "DSN");

    assertThat(offered.pipelining()).isTrue();
    assertThat(offered.dsn()).isTrue();
    assertThat(offered.size()).isTrue();
    assertThat(offered.keywords().get("AUTH")).containsExactly("PLAIN", "LOGIN");
    assertThat(offered.startTls()).isFalse();
    assertThat(offered.smtpUtf8()).isFalse();
    assertThat(offered.eightBitMime()).isFalse();
  }

  @Test
  void the_first_line_is_a_name_and_no_keyword() {
    assertThat(capabilities("STARTTLS").startTls()).isFalse();
  }

  @Test
  void odd_lines_are_taken_as_they_come() {
    Capabilities offered =
        capabilities("mx.example", "", "  STARTTLS  ", "AUTH=LOGIN", "AUTH PLAIN", "\u00e4\u00f6");

    assertThat(offered.startTls()).isTrue();
    assertThat(offered.keywords().get("AUTH")).containsExactly("LOGIN", "PLAIN");
  }

  @ParameterizedTest
  @CsvSource({"SIZE 1000, 1000", "SIZE=35882577, 35882577", "SIZE 0,", "SIZE,", "SIZE many,"})
  void the_largest_message_is_known_where_it_is_a_number_above_0(String line, Long largest) {
    Capabilities offered = capabilities("mx.example", line);

    if (largest == null) {
      assertThat(offered.largestMessage()).isEmpty();
    } else {
      assertThat(offered.largestMessage()).hasValue(largest);
    }
  }

  private static Capabilities capabilities(String... lines) {
    return Capabilities.of(new Reply(250, null, List.of(lines)));
  }
}
