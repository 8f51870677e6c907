package baton.contracts.token;

import java.util.UUID;

/**
 * What a sealed token says.
 *
 * @param messageId the message it was made for
 * @param account whose message that is
 * @param recipient to whom it went
 * @param kind what the token is good for
 * @param link number of the link in the message, from 1; 0 where {@code kind} is not {@code CLICK}
 * @param target where the link leads; empty where {@code kind} is not {@code CLICK}
 */
public record Token(
    UUID messageId, String account, String recipient, Kind kind, int link, String target) {

  /** What a token is good for. The number stands in the token: never change one. */
  public enum Kind {
    /** {@code X-Baton-Ref}: tells feedback which message came back. */
    REF(0),
    /** The pixel. */
    OPEN(1),
    /** A link. */
    CLICK(2),
    /** List-Unsubscribe. */
    UNSUBSCRIBE(3);

    final int code;

    Kind(int code) {
      this.code = code;
    }
  }
}
