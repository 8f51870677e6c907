package baton.feedback.dsn;

import java.util.Locale;
import java.util.Optional;

/** What the reporting server did (RFC 3464 section 2.3.3). Only {@link #FAILED} is a bounce. */
public enum Action {
  FAILED,
  DELAYED,
  DELIVERED,
  RELAYED,
  EXPANDED;

  /**
   * Reads a value of {@code Action}. The words that are not RFC 3464's are those of servers which
   * meant the same; a word that nobody knows is no action.
   */
  static Optional<Action> of(String value) {
    String word = value.toLowerCase(Locale.ROOT).split("[\\s;(]", 2)[0];
    return switch (word) {
      case "failed", "failure", "fail", "error", "expired" -> Optional.of(FAILED);
      case "delayed", "delay" -> Optional.of(DELAYED);
      case "delivered", "deliverable" -> Optional.of(DELIVERED);
      case "relayed" -> Optional.of(RELAYED);
      case "expanded" -> Optional.of(EXPANDED);
      default -> Optional.empty();
    };
  }
}
