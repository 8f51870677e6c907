package baton.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void whatIsNotSaidHasADefault() {
    assertThat(Options.parse(List.of("--sessions", "20")))
        .isEqualTo(
            new Options(20, 10_000, 20_000, 4_096, List.of(true, false), List.of(false, true)));
  }

  @Test
  void oneOfTwoMayBeLeftOut() {
    Options options = Options.parse(List.of("--dkim", "off", "--tracking", "on"));
    assertThat(options.signed()).containsExactly(false);
    assertThat(options.tracked()).containsExactly(true);
  }

  @Test
  void whatIsWrongIsNamed() {
    assertThatThrownBy(() -> Options.parse(List.of("--messages", "many")))
        .hasMessage("--messages is a number from 1 to 100000000, and not \"many\"");
    assertThatThrownBy(() -> Options.parse(List.of("--dkim", "some")))
        .hasMessage("--dkim is on, off or both, and not \"some\"");
    assertThatThrownBy(() -> Options.parse(List.of("--fast")))
        .hasMessage("the option --fast is not known");
    assertThatThrownBy(() -> Options.parse(List.of("--size")))
        .hasMessageStartingWith("--size is a number");
  }
}
