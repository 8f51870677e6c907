package baton.submission.http;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** A place in a list, as callers carry it: after the message of this id. They need not read it. */
final class Cursor {

  private static final int OCTETS = 16;

  private Cursor() {}

  static String of(UUID last) {
    byte[] octets =
        ByteBuffer.allocate(OCTETS)
            .putLong(last.getMostSignificantBits())
            .putLong(last.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  /**
   * Reads one.
   *
   * @throws ProblemException where it is none
   */
  static UUID read(String cursor) {
    try {
      byte[] octets = Base64.getUrlDecoder().decode(cursor);
      if (octets.length == OCTETS) {
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new UUID(buffer.getLong(), buffer.getLong());
      }
    } catch (IllegalArgumentException e) {
      // Said below, as for one of another length.
    }
    throw Problems.invalid("cursor", "This is no cursor that a list has given.");
  }
}
