package baton.submission.admission;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name that a sender gave to a submission, so that sending it again, not knowing whether it
 * arrived, does not make two of it.
 *
 * @param value 1 to 255 visible ASCII characters
 * @param requestHash SHA-256 in hex of what came under the key: what is sent again must be the same
 */
public record IdempotencyKey(String value, String requestHash) {

  /** Of the HTTP field and of the message's. */
  public static final String FIELD = "Idempotency-Key";

  private static final int LONGEST = 255;

  /**
   * Checks every character.
   *
   * @throws RefusedException where the value is none
   */
  public IdempotencyKey {
    boolean visible = value.chars().allMatch(c -> c > ' ' && c < 127);
    if (value.isEmpty() || value.length() > LONGEST || !visible) {
      throw new RefusedException(
          Refusal.INVALID_KEY,
          FIELD,
          FIELD + " is 1 to " + LONGEST + " visible ASCII characters without blanks");
    }
  }

  /**
   * A key and what came under it.
   *
   * @param request its parts, in an order that is always the same
   * @throws RefusedException where the value is no key
   */
  public static IdempotencyKey of(String value, byte[]... request) {
    MessageDigest hash = sha256();
    for (byte[] part : request) {
      // With its length, so that no octet can move from one part to the next unseen.
      hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
      hash.update(part);
    }
    return new IdempotencyKey(value, HexFormat.of().formatHex(hash.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
