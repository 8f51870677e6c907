package baton.smtp.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XtextTest {

  @Property(tries = 300)
  void decodesWhatItEncodes(@ForAll @CharRange(from = ' ', to = '~') String text) {
    assertThat(Xtext.decode(Xtext.encode(text))).contains(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a=b", "+", "+4", "+4g", "+2b", "+0A", "+FF", "\u00e9"})
  void refusesWhatIsNoXtextOrHidesControlCharacters(String xtext) {
    assertThat(Xtext.decode(xtext)).isEmpty();
  }
}
