package baton.submission.templates;

import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of a template's parts, ready to be filled in. For one thread. */
final class Part {

  private final String field;
  private final Kind kind;
  private final Lookup lookup = new Lookup();
  private final Template template;

  /** Where the part will stand, and what its values must not break out of. */
  enum Kind {
    /** One line of a header. */
    LINE,
    TEXT,
    HTML
  }

  private Part(String field, Kind kind, String source, MissingVariable missing) {
    this.field = field;
    this.kind = kind;
    Mustache.Compiler compiler =
        Mustache.compiler()
            .withEscaper(kind == Kind.HTML ? Escapers.HTML : Escapers.NONE)
            .withCollector(lookup)
            .withFormatter(this::format);
    this.template =
        switch (missing) {
          case REFUSE -> compiler.compile(source);
          case EMPTY -> compiler.defaultValue("").compile(source);
        };
  }

  /**
   * Reads a part.
   *
   * @param field by which a refusal names it
   * @throws RefusedException that says what is wrong with it
   */
  static Part read(String field, Kind kind, String source, MissingVariable missing) {
    try {
      Part part = new Part(field, kind, source, missing);
      part.template.visit(new Inspection(source));
      return part;
    } catch (MustacheException | Inspection.Fault e) {
      throw bad(field, e.getMessage());
    } catch (IndexOutOfBoundsException e) {
      // The library's answer to a tag without a name.
      throw bad(field, "a tag is empty");
    }
  }

  private static RefusedException bad(String field, @Nullable String reason) {
    return TemplateRules.bad(field, "the " + field + " is no such template: " + reason);
  }

  /**
   * Fills it in.
   *
   * @throws RefusedException that names the variable which is missing or of no use
   */
  String fill(Map<String, ?> variables) {
    lookup.begin();
    LimitedText out = new LimitedText(TemplateRules.LONGEST_RESULT);
    try {
      template.execute(variables, out);
    } catch (LimitedText.FullException _) {
      throw TemplateRules.bad(
          field,
          "the " + field + " comes to more than " + TemplateRules.LONGEST_RESULT + " characters");
    } catch (Lookup.Fault e) {
      throw useless(e);
    } catch (MustacheException.Context e) {
      throw e.getCause() instanceof Lookup.Fault fault ? useless(fault) : missing(e);
    }
    return out.toString();
  }

  private RefusedException useless(Lookup.Fault fault) {
    String name = "variables." + fault.variable();
    return new RefusedException(
        Refusal.BAD_CONTENT,
        name,
        name + " cannot stand in the template's " + field + ": it " + fault.getMessage());
  }

  private RefusedException missing(MustacheException.Context tag) {
    String name = "variables." + tag.key;
    return new RefusedException(
        Refusal.MISSING_VARIABLE,
        name,
        name
            + " is missing or null; line "
            + tag.lineNo
            + " of the template's "
            + field
            + " needs it");
  }

  private static boolean breaksLine(int character) {
    return Character.isISOControl(character) || character == '\u2028' || character == '\u2029';
  }

  private String format(Object value) {
    String text = lookup.format(value);
    if (kind == Kind.LINE && text.chars().anyMatch(Part::breaksLine)) {
      throw new Lookup.Fault(lookup.last(), "holds a line break or another control character");
    }
    return text;
  }
}
