package baton.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  @Test
  void takesOptionsFlagsAndWordsApart() {
    Arguments arguments = parse("word", "--to", "a", "--to=b", "--all", "--text", "--to");
    assertThat(arguments.all("--to")).containsExactly("a", "b");
    assertThat(arguments.one("--text")).contains("--to");
    assertThat(arguments.has("--all")).isTrue();
    assertThat(arguments.words()).containsExactly("word");
  }

  @Test
  void saysWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> parse("--what")).hasMessage("the option --what is not known here.");
    assertThatThrownBy(() -> parse("--to")).hasMessage("--to needs a value.");
    assertThatThrownBy(() -> parse("--text=a", "--text=b").one("--text"))
        .hasMessage("--text may be given once only.");
    assertThatThrownBy(() -> parse("--all=yes")).hasMessageContaining("--all=yes is not known");
  }

  private static Arguments parse(String... line) {
    return Arguments.parse(List.of(line), Set.of("--to", "--text"), Set.of("--all"));
  }
}
