package baton.submission.http;

import baton.submission.history.Found;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of messages that were looked for. */
@Schema(name = "FoundEmails")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record FoundEmails(
    @Schema(description = "The newest first") List<Entry> emails,
    @Schema(description = "Where the next page begins; absent on the last one")
        @Nullable String nextCursor) {

  /** One message; `GET /v1/emails/{id}` has its timeline. */
  @Schema(name = "FoundEmail")
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      UUID id,
      @Schema(examples = "delivered") String status,
      @Schema(description = "The envelope's sender", examples = "news@example.com") String from,
      @Schema(examples = "ada@example.com") @Nullable String to,
      @Nullable String subject,
      String stream,
      List<String> tags,
      Instant acceptedAt) {

    static Entry of(Found found) {
      return new Entry(
          found.id(),
          found.status().name().toLowerCase(Locale.ROOT),
          found.sender(),
          found.recipient(),
          found.subject(),
          found.stream(),
          found.tags(),
          found.acceptedAt());
    }
  }

  /**
   * A page.
   *
   * @param found one more than the page holds, where there is more
   * @param size of the page
   */
  static FoundEmails of(List<Found> found, int size) {
    List<Found> page = found.subList(0, Math.min(size, found.size()));
    return new FoundEmails(
        page.stream().map(Entry::of).toList(),
        found.size() > size ? Cursor.of(page.getLast().id()) : null);
  }
}
