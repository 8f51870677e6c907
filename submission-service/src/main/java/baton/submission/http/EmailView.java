package baton.submission.http;

import baton.contracts.event.About;
import baton.contracts.event.Event;
import baton.submission.history.MessageHistory;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message and its timeline as the API shows it. */
@Schema(name = "Email")
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record EmailView(
    UUID id,
    @Schema(
            enumeration = {
              "accepted",
              "deferred",
              "delivered",
              "bounced",
              "expired",
              "cancelled",
              "suppressed"
            })
        String status,
    @Schema(description = "The envelope's sender", examples = "news@example.com") String from,
    @Schema(examples = "ada@example.com") @Nullable String to,
    @Nullable String subject,
    String stream,
    List<String> tags,
    Map<String, String> metadata,
    @Schema(description = "How often the pixel was fetched") int opens,
    @Schema(description = "How often a link was followed") int clicks,
    @Schema(description = "The recipient pressed \"spam\"") boolean complained,
    @Schema(description = "The recipient wants no more mail") boolean unsubscribed,
    @Schema(description = "Everything that happened, in order") List<Entry> timeline) {

  /** One event. */
  @Schema(name = "TimelineEntry")
  record Entry(
      String id,
      @Schema(examples = "email.delivered") String type,
      Instant time,
      @Schema(type = SchemaType.OBJECT) JsonNode data) {}

  static EmailView of(MessageHistory message) {
    Event.Accepted accepted = message.accepted();
    About about = accepted.about();
    return new EmailView(
        message.id(),
        message.status().name().toLowerCase(Locale.ROOT),
        accepted.sender(),
        about.recipient(),
        accepted.subject(),
        accepted.stream(),
        about.tags(),
        about.metadata(),
        message.count("email.opened"),
        message.count("email.clicked"),
        message.count("email.complained") > 0,
        message.count("email.unsubscribed") > 0,
        message.timeline().stream()
            .map(entry -> new Entry(entry.id(), entry.type(), entry.time(), entry.data()))
            .toList());
  }
}
