package baton.feedback.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import baton.feedback.recognition.Fields.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {

  @Test
  void emptyLinesPartTheGroups() {
    List<Fields> groups =
        Fields.groups("\r\n\r\nA: 1\r\nB: 2\r\n\r\n \t\r\nA: 3\r\n", Limits.DEFAULT);

    assertThat(groups).hasSize(2);
    assertThat(groups.getFirst().all()).containsExactly(new Field("a", "1"), new Field("b", "2"));
    assertThat(groups.getLast().first("a")).contains("3");
  }

  @Test
  void foldedLinesAreOneValue() {
    Fields fields = Fields.header("Long: one\r\n  two\r\n\tthree\r\nNext: x\r\n", Limits.DEFAULT);

    assertThat(fields.first("long")).contains("one two three");
    assertThat(fields.first("next")).contains("x");
  }

  @Test
  void aHeaderEndsAtTheFirstEmptyLine() {
    assertThat(Fields.header("A: 1\n\nB: 2\n", Limits.DEFAULT).has("b")).isFalse();
  }

  @Test
  void linesThatAreNoFieldsCostOnlyThemselves() {
    Fields fields =
        Fields.header("no field\n folded onto it\nA : 1\n: none\nB C: 2\nD:\n", Limits.DEFAULT);

    assertThat(fields.all()).containsExactly(new Field("a", "1"), new Field("d", ""));
    assertThat(fields.firstFilled("d")).isEmpty();
  }

  @Test
  void whatIsBeyondTheLimitsIsPassedOver() {
    Limits narrow = new Limits(1, 1, 2, 10, 100);
    Fields fields = Fields.header("A: 12345678901234\n and more\nB: 2\nC: 3\n", narrow);

    assertThat(fields.all()).containsExactly(new Field("a", "1234567890"), new Field("b", "2"));
  }
}
