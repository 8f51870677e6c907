package baton.submission.history;

import baton.contracts.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in a list.
 *
 * @param status as far as the projection has come
 * @param sender the envelope's; empty for a notification
 */
public record Found(
    UUID id,
    MessageHistory.Status status,
    String sender,
    @Nullable String recipient,
    @Nullable String subject,
    String stream,
    List<String> tags) {

  /** The id tells. */
  public Instant acceptedAt() {
    return MessageId.time(id);
  }
}
