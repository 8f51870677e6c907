package baton.submission.templates;

import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How much a template may be, so that nobody's keeps a thread or the memory to himself. */
public final class TemplateRules {

  /** Of a template's name, and a part of URLs. */
  public static final String NAME = "[a-z0-9][a-z0-9_.-]{0,63}";

  /** Of the subject's source, in characters. */
  public static final int LONGEST_SUBJECT = 998;

  /** Of a text's or an HTML's source, in characters. */
  public static final int LONGEST_BODY = 512 * 1024;

  /** Of what comes out of either, in characters. */
  public static final int LONGEST_RESULT = 2 * 1024 * 1024;

  /** In one part, nested or not. */
  public static final int MOST_SECTIONS = 100;

  /** Look-ups of variables and turns of loops while one part is filled in. */
  public static final int MOST_STEPS = 50_000;

  /** How deep variables may be nested. */
  public static final int DEEPEST_VARIABLES = 10;

  /** Templates of an account. */
  public static final int MOST_TEMPLATES = 1_000;

  private static final Pattern NAME_PATTERN = Pattern.compile(NAME);

  private TemplateRules() {}

  /** Whether a template may have that name. */
  public static boolean isName(String text) {
    return NAME_PATTERN.matcher(text).matches();
  }

  /**
   * Refuses sources that are too long, or none at all.
   *
   * @throws RefusedException that names the field
   */
  static void checkLengths(Wording wording) {
    if (wording.text() == null && wording.html() == null) {
      throw bad("text", "a template has text or html, or both");
    }
    checkLength("subject", wording.subject(), LONGEST_SUBJECT);
    checkLength("text", wording.text(), LONGEST_BODY);
    checkLength("html", wording.html(), LONGEST_BODY);
  }

  /**
   * Refuses variables that no template could use.
   *
   * @throws RefusedException that names the one, as in {@code variables.items[1]}
   */
  public static void checkVariables(Map<String, ?> variables) {
    checkVariable("variables", variables, 1);
  }

  static RefusedException bad(String field, String sentence) {
    return new RefusedException(Refusal.BAD_TEMPLATE, field, sentence);
  }

  private static void checkLength(String field, @Nullable String source, int longest) {
    if (source != null && source.length() > longest) {
      throw bad(field, "the " + field + " of a template has at most " + longest + " characters");
    }
    if (source != null && source.indexOf('\0') >= 0) {
      throw bad(field, "the " + field + " holds NUL");
    }
  }

  private static void checkVariable(String field, @Nullable Object value, int depth) {
    if (depth > DEEPEST_VARIABLES + 1) {
      throw new RefusedException(
          Refusal.BAD_CONTENT,
          field,
          "variables are nested at most " + DEEPEST_VARIABLES + " levels deep");
    }
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((name, inner) -> checkVariable(field + "." + name, inner, depth + 1));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          String entry = field + "[" + i + "]";
          Object inner = list.get(i);
          if (inner == null) {
            throw new RefusedException(
                Refusal.BAD_CONTENT, entry, "a list of variables holds no null");
          }
          checkVariable(entry, inner, depth + 1);
        }
      }
      case null, default -> {}
    }
  }
}
