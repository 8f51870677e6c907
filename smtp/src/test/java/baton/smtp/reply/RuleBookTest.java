package baton.smtp.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.smtp.grammar.EnhancedStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleBookTest {

  @Test
  void every_condition_of_a_rule_must_hold() {
    Rule rule = Rule.parse("RateLimited retry code 450,550 status 7.20-26,3.* text a|b");

    assertThat(rule.applies(550, status("5.7.23"), "xAx")).isTrue();
    assertThat(rule.applies(450, status("4.3.9"), "b")).isTrue();
    assertThat(rule.applies(551, status("5.7.23"), "b")).isFalse();
    assertThat(rule.applies(550, status("5.7.27"), "b")).isFalse();
    assertThat(rule.applies(550, Optional.empty(), "b")).isFalse();
    assertThat(rule.applies(550, status("5.7.23"), "c")).isFalse();
    assertThat(rule.retry()).isTrue();
    assertThat(rule.hard()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NoSuchClass text x",
        "RateLimited",
        "RateLimited hard",
        "RateLimited sometimes text x",
        "RateLimited status x.y",
        "RateLimited status",
        "RateLimited code abc",
        "RateLimited text (unclosed"
      })
  void a_line_that_is_no_rule_is_named(String line) {
    assertThatThrownBy(() -> RuleBook.parse("# comment\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }

  @Test
  void the_shipped_book_is_readable() {
    assertThat(RuleBook.shipped().rules()).hasSizeGreaterThan(50);
    assertThat(RuleBook.shipped().passing()).isNotEmpty();
  }

  private static Optional<EnhancedStatus> status(String text) {
    return EnhancedStatus.parse(text);
  }
}
