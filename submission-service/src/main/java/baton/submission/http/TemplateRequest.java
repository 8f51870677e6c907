package baton.submission.http;

import baton.submission.templates.MissingVariable;
import baton.submission.templates.TemplateRules;
import baton.submission.templates.Wording;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a template shall be; null where the field is absent. */
@Schema(
    name = "NewTemplate",
    description =
        "Mustache without partials and inheritance: {{name}}, {{#section}}…{{/section}},"
            + " {{^section}}…{{/section}}, {{{unescaped}}}. At most 100 sections a part; filling a"
            + " part in takes at most 50,000 steps (look-ups of names and turns of loops) and comes"
            + " to at most 2,097,152 characters.")
record TemplateRequest(
    @Schema(
            examples = "order-shipped",
            pattern = TemplateRules.NAME,
            description = "When it is created; it stays as it is")
        @Nullable String name,
    @Schema(examples = "Your order {{order.number}}", maxLength = TemplateRules.LONGEST_SUBJECT)
        @Nullable String subject,
    @Schema(
            description = "Values stand in it as they are",
            examples = "Dear {{name}}",
            maxLength = TemplateRules.LONGEST_BODY)
        @Nullable String text,
    @Schema(
            description = "Values are escaped for HTML",
            examples = "<p>Dear {{name}}</p>",
            maxLength = TemplateRules.LONGEST_BODY)
        @Nullable String html,
    @Schema(
            description =
                "What is done where {{name}} is not among the variables, or null: refuse the request"
                    + " (the default), or put nothing in its place. A section of a name that is not"
                    + " there is left out in either case.",
            enumeration = {"refuse", "empty"})
        @Nullable String missing) {

  Wording wording() {
    return new Wording(subject, text, html);
  }

  /**
   * What is done where a variable is missing.
   *
   * @throws ProblemException where the word is none
   */
  MissingVariable policy() {
    return missing == null
        ? MissingVariable.REFUSE
        : MissingVariable.of(missing)
            .orElseThrow(
                () -> Problems.invalid("missing", "The field missing is refuse or empty."));
  }

  /**
   * The name it shall have.
   *
   * @throws ProblemException where it is none
   */
  String checkedName() {
    if (name == null || !TemplateRules.isName(name)) {
      throw Problems.invalid(
          "name",
          "A template's name is 1 to 64 characters of a-z, 0-9, dot, hyphen and underscore, and"
              + " begins with a letter or digit.");
    }
    return name;
  }
}
