package baton.contracts.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The message that an event is about.
 *
 * @param messageId of the message
 * @param account whose message it is
 * @param recipient where known: a bounce found by its return path alone does not know it
 * @param tags of the message; empty in tracking's and feedback's events
 * @param metadata of the message; empty in tracking's and feedback's events
 */
public record About(
    UUID messageId,
    String account,
    @Nullable String recipient,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> metadata) {

  public About {
    tags = tags == null ? List.of() : List.copyOf(tags);
    metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
  }

  /** Of a message of which no more is known. */
  public static About of(UUID messageId, String account, @Nullable String recipient) {
    return new About(messageId, account, recipient, List.of(), Map.of());
  }
}
