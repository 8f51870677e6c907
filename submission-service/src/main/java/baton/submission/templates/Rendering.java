package baton.submission.templates;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A template that has been read and can be filled in, for one recipient after the other. Values are
 * escaped in the HTML (but where a tag says {@code {{{name}}}}) and stand as they are in the text;
 * one that would break out of the subject's line is refused. For one thread.
 */
public final class Rendering {

  private final @Nullable Part subject;
  private final @Nullable Part text;
  private final @Nullable Part html;

  private Rendering(@Nullable Part subject, @Nullable Part text, @Nullable Part html) {
    this.subject = subject;
    this.text = text;
    this.html = html;
  }

  /**
   * Reads a wording with tags in it.
   *
   * @throws baton.submission.admission.RefusedException that names the part and says what is wrong
   */
  public static Rendering of(Wording wording, MissingVariable missing) {
    TemplateRules.checkLengths(wording);
    return new Rendering(
        part("subject", Part.Kind.LINE, wording.subject(), missing),
        part("text", Part.Kind.TEXT, wording.text(), missing),
        part("html", Part.Kind.HTML, wording.html(), missing));
  }

  /**
   * Fills in the tags.
   *
   * @param variables as JSON has them: texts, numbers, booleans, lists and maps
   * @throws baton.submission.admission.RefusedException that names the variable, as in {@code
   *     variables.name}
   */
  public Wording fill(Map<String, ?> variables) {
    TemplateRules.checkVariables(variables);
    return new Wording(fill(subject, variables), fill(text, variables), fill(html, variables));
  }

  private static @Nullable Part part(
      String field, Part.Kind kind, @Nullable String source, MissingVariable missing) {
    return source == null ? null : Part.read(field, kind, source, missing);
  }

  private static @Nullable String fill(@Nullable Part part, Map<String, ?> variables) {
    return part == null ? null : part.fill(variables);
  }
}
