package baton.submission.templates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderingTest {

  @Test
  void valuesAreEscapedInHtmlAndPlainElsewhere() {
    Wording filled =
        Rendering.of(
                new Wording("For {{name}}", "Dear {{name}}", "<p>{{name}} {{{name}}}</p>"),
                MissingVariable.REFUSE)
            .fill(Map.of("name", "Tom & \"<Jerry>\""));

    assertThat(filled.subject()).isEqualTo("For Tom & \"<Jerry>\"");
    assertThat(filled.text()).isEqualTo("Dear Tom & \"<Jerry>\"");
    assertThat(filled.html())
        .isEqualTo("<p>Tom &amp; &quot;&lt;Jerry&gt;&quot; Tom & \"<Jerry>\"</p>");
  }

  @Test
  void sectionsRepeatListsAndLeaveOutWhatIsEmpty() {
    String source =
        "{{#items}}{{-index}}: {{title}} {{price}} for {{name}}\n{{/items}}"
            + "{{^items}}nothing{{/items}}{{#note}}({{note}}){{/note}}{{#unheard}}x{{/unheard}}"
            + "{{order.number}}";

    assertThat(
            text(
                source,
                Map.of(
                    "name",
                    "Ada",
                    "note",
                    "",
                    "order",
                    Map.of("number", 42),
                    "items",
                    List.of(
                        Map.of("title", "pen", "price", new BigDecimal("12.50")),
                        Map.of("title", "ink", "price", 3)))))
        .isEqualTo("1: pen 12.50 for Ada\n2: ink 3 for Ada\n42");
    assertThat(text(source, Map.of("items", List.of(), "note", "n", "order", Map.of("number", 1))))
        .isEqualTo("nothing(n)1");
  }

  @ParameterizedTest
  @CsvSource({
    "{{name}}, variables.name",
    "{{user.name}}, variables.user.name",
    "{{user.name.first}}, variables.user.name.first",
    "{{null}}, variables.null",
    "{{#user}}{{age}}{{/user}}, variables.age"
  })
  void aVariableThatIsMissingIsNamed(String source, String field) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("user", Map.of("id", 1));
    variables.put("null", null);
    RefusedException refused = refusedText(source, variables);

    assertThat(refused.refusal()).isEqualTo(Refusal.MISSING_VARIABLE);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(refused).hasMessageContaining("line 1 of the template's text");
  }

  @Test
  void aVariableThatIsMissingMayCountAsEmpty() {
    assertThat(
            Rendering.of(new Wording(null, "a{{name}}b{{user.name}}c", null), MissingVariable.EMPTY)
                .fill(Map.of())
                .text())
        .isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nBcc: x@y.test", "a\nb", "a\rb", "a\0b", "a\u0085b", "a\u2028b"})
  void noValueBreaksOutOfTheSubject(String value) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                Rendering.of(new Wording("Hi {{user.name}}", "x", null), MissingVariable.REFUSE)
                    .fill(Map.of("user", Map.of("name", value))));

    assertThat(refused.field()).isEqualTo("variables.user.name");
    assertThat(refused.getMessage()).contains("subject").doesNotContain("Bcc");
  }

  /** What the library would find in Java objects by its own means. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{name.class}}",
        "{{name.getClass.name}}",
        "{{name.length}}",
        "{{name.bytes}}",
        "{{class}}",
        "{{getClass}}",
        "{{entrySet}}",
        "{{items.size}}",
        "{{items.0}}",
        "{{#items}}{{class}}{{/items}}"
      })
  void aTemplateReachesNothingButItsVariables(String source) {
    assertThat(refusedText(source, Map.of("name", "Ada", "items", List.of("x"))).refusal())
        .isEqualTo(Refusal.MISSING_VARIABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "{{name, has no end",
    "{{#a}}x, no such template",
    "{{#a}}x{{/b}}, no such template",
    "{{/a}}, no such template",
    "{{}}, is empty",
    "{{a b}}, no name",
    "{{a..b}}, no name",
    "{{..}}, no name",
    "{{>other}}, include no others",
    "{{<other}}{{/other}}, extend no others",
    "{{$block}}{{/block}}, templates have none",
    "{{=<%}}, no such template"
  })
  void whatIsNoTemplateIsRefusedWithItsReason(String source, String reason) {
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () -> Rendering.of(new Wording(null, "x", source), MissingVariable.EMPTY));

    assertThat(refused).as(source).isNotNull();
    assertThat(refused.field()).isEqualTo("html");
    assertThat(refused.refusal()).isEqualTo(Refusal.BAD_TEMPLATE);
    assertThat(refused).hasMessageContaining(reason);
  }

  @Test
  void aListOrAnObjectIsNoText() {
    assertThat(refusedText("{{items}}", Map.of("items", List.of(1))).field())
        .isEqualTo("variables.items");
    assertThat(refusedText("{{user}}", Map.of("user", Map.of("a", 1))))
        .hasMessageContaining("is an object");
  }

  @Test
  void loopsWithinLoopsComeToAnEnd() {
    String source = "{{#a}}".repeat(6) + "{{/a}}".repeat(6);
    assertThat(refusedText(source, Map.of("a", Collections.nCopies(1000, "x"))))
        .hasMessageContaining("50000 steps");
    String output = "{{#a}}{{#a}}" + "x".repeat(1000) + "{{/a}}{{/a}}";
    assertThat(refusedText(output, Map.of("a", Collections.nCopies(200, "x"))))
        .hasMessageContaining("2097152 characters");
  }

  @Test
  void thereIsAnEndToSectionsWithinSections() {
    int many = 20_000;
    RefusedException refused =
        catchThrowableOfType(
            RefusedException.class,
            () ->
                Rendering.of(
                    new Wording(null, "{{#a}}".repeat(many) + "{{/a}}".repeat(many), null),
                    MissingVariable.REFUSE));
    assertThat(refused).hasMessageContaining("more than 100 sections");
  }

  @Test
  void variablesHaveADepth() {
    Object value = "x";
    for (int i = 0; i < 11; i++) {
      value = Map.of("a", value);
    }
    assertThat(refusedText("x", Map.of("deep", value))).hasMessageContaining("10 levels deep");
    assertThat(refusedText("x", Map.of("a", Arrays.asList("x", null))).field())
        .isEqualTo("variables.a[1]");
  }

  @Test
  void aNumberIsNotWrittenOutForEver() {
    assertThat(text("{{n}}", Map.of("n", new BigDecimal("1e999999999")))).isEqualTo("1E+999999999");
    assertThat(text("{{n}}", Map.of("n", new BigDecimal("1e3")))).isEqualTo("1000");
  }

  private static String text(String source, Map<String, ?> variables) {
    String text =
        Rendering.of(new Wording(null, source, null), MissingVariable.REFUSE)
            .fill(variables)
            .text();
    assertThat(text).isNotNull();
    return text;
  }

  private static RefusedException refusedText(String source, Map<String, ?> variables) {
    RefusedException refused =
        catchThrowableOfType(RefusedException.class, () -> text(source, variables));
    assertThat(refused).as(source).isNotNull();
    return refused;
  }
}
