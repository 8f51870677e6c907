package baton.submission.http;

import baton.submission.templates.Template;
import baton.submission.templates.Templates;
import baton.submission.templates.Wording;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A template as the API shows it; in lists without text and html. */
@Schema(name = "Template")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record TemplateView(
    @Schema(examples = "order-shipped") String name,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    @Schema(enumeration = {"refuse", "empty"}) String missing,
    Instant createdAt,
    Instant updatedAt) {

  /** All of an account's templates. */
  @Schema(name = "Templates")
  record Listing(List<TemplateView> templates) {}

  /** What a template is to be filled in with. */
  @Schema(name = "Variables")
  record Variables(
      @Schema(
              type = SchemaType.OBJECT,
              description = "Nested at most 10 levels deep; no null in lists",
              examples = "{\"name\": \"Ada\", \"order\": {\"number\": 42}}")
          @Nullable Map<String, @Nullable Object> variables) {}

  /** What a message would say. */
  @Schema(name = "Preview")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Preview(@Nullable String subject, @Nullable String text, @Nullable String html) {

    static Preview of(Wording wording) {
      return new Preview(wording.subject(), wording.text(), wording.html());
    }
  }

  static TemplateView of(Template template) {
    Wording wording = template.wording();
    return new TemplateView(
        template.name(),
        wording.subject(),
        wording.text(),
        wording.html(),
        template.missing().word(),
        template.createdAt(),
        template.updatedAt());
  }

  static TemplateView of(Templates.Summary summary) {
    return new TemplateView(
        summary.name(),
        summary.subject(),
        null,
        null,
        summary.missing().word(),
        summary.createdAt(),
        summary.updatedAt());
  }
}
