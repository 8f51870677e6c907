package baton.feedback.attribution;

import java.util.Optional;
import java.util.UUID;

/**
 * The message that a report is about.
 *
 * @param messageId of the message
 * @param account whose message it is
 * @param recipient to whom it was sent, as its own sealed token says; empty where only the return
 *     path is known, which has no room for it: submission looks it up
 * @param by what told it
 */
public record Attributed(UUID messageId, String account, Optional<String> recipient, Evidence by) {

  /** What told which message it is. */
  public enum Evidence {
    /** The return path (VERP) to which the report was sent. */
    RETURN_PATH,
    /** The sealed token in the returned header. */
    REFERENCE
  }
}
