package baton.submission.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An error as the API tells it (RFC 9457).
 *
 * @param type names the kind of error; stable
 * @param title what the kind is called
 * @param status as in the response
 * @param detail a sentence about this error
 * @param field what in the request is to blame, as in {@code attachments[0].content}; null where
 *     nothing is
 * @param line in the JSON body, from 1; null where the error has no place
 * @param column in that line, from 1; null where the error has no place
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An error (RFC 9457)")
record Problem(
    @Schema(examples = "https://baton.dev/problems/invalid-address") String type,
    @Schema(examples = "Invalid recipient address") String title,
    @Schema(examples = "422") int status,
    @Schema(examples = "to: domain holds an empty label") String detail,
    @Schema(examples = "to[0]") @Nullable String field,
    @Nullable Integer line,
    @Nullable Integer column) {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPES = "https://baton.dev/problems/";

  static Problem of(int status, String slug, String title, String detail) {
    return new Problem(TYPES + slug, title, status, detail, null, null, null);
  }

  Problem about(@Nullable String name) {
    return new Problem(type, title, status, detail, name, line, column);
  }

  Problem at(int inLine, int inColumn) {
    return new Problem(type, title, status, detail, field, inLine, inColumn);
  }
}
