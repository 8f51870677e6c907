package baton.standalone.mailbox.store;

import java.time.Instant;
import java.util.List;

/**
 * A message that has arrived and is not kept yet.
 *
 * @param receivedAt when it was taken
 * @param returnPath the envelope's sender; empty for the null reverse-path
 * @param recipients the envelope's recipients; at least one
 * @param from address in the From header; the return path where there is none
 * @param subject decoded; empty where there is none
 * @param content the message as it was received, dots unstuffed; not to be changed afterwards
 */
public record Arrival(
    Instant receivedAt,
    String returnPath,
    List<String> recipients,
    String from,
    String subject,
    byte[] content) {

  public Arrival {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("mail without a recipient cannot be kept");
    }
  }
}
