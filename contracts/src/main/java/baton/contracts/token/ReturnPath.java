package baton.contracts.token;

import baton.contracts.AccountId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Variable envelope return paths (VERP): the local part {@code b-TOKEN}, where the token is the
 * base32 (RFC 4648, lower case) of {@code key id (1) | message id (16) | account (8) | MAC (10)}.
 * With its 58 characters it fits the 64 octets of a local part (RFC 5321 section 4.5.3.1.1), and no
 * server on the way may change its meaning by changing case.
 */
public final class ReturnPath {

  /** What every return path begins with. */
  public static final String PREFIX = "b-";

  private static final int BODY = 1 + 16 + AccountId.LENGTH;
  private static final int MAC = 10;
  private static final int TOKEN_LENGTH = (BODY + MAC) * 8 / 5;

  private final TokenKeys keys;

  public ReturnPath(TokenKeys keys) {
    this.keys = keys;
  }

  /**
   * What a return path says.
   *
   * @param messageId the message that was sent with it
   * @param account whose message that is
   */
  public record Origin(UUID messageId, String account) {}

  /** The local part for a message. */
  public String localPart(UUID messageId, String account) {
    byte[] body =
        ByteBuffer.allocate(BODY)
            .put((byte) keys.current())
            .put(TokenKeys.bytes(messageId))
            .put(AccountId.pack(account))
            .array();
    byte[] mac = mac(keys.returnPathKey(keys.current()).orElseThrow(), body);
    return PREFIX + Base32.encode(ByteBuffer.allocate(BODY + MAC).put(body).put(mac).array());
  }

  /** What a local part says; empty where it is not one that this platform made. */
  public Optional<Origin> open(String localPart) {
    if (localPart.length() != PREFIX.length() + TOKEN_LENGTH
        || !localPart.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      return Optional.empty();
    }
    Optional<byte[]> token = Base32.decode(localPart.substring(PREFIX.length()));
    if (token.isEmpty()) {
      return Optional.empty();
    }
    byte[] body = Arrays.copyOf(token.get(), BODY);
    byte[] mac = Arrays.copyOfRange(token.get(), BODY, BODY + MAC);
    return keys.returnPathKey(Byte.toUnsignedInt(body[0]))
        .filter(key -> MessageDigest.isEqual(mac, mac(key, body)))
        .flatMap(key -> origin(ByteBuffer.wrap(body, 1, BODY - 1)));
  }

  private static Optional<Origin> origin(ByteBuffer body) {
    UUID messageId = new UUID(body.getLong(), body.getLong());
    byte[] account = new byte[AccountId.LENGTH];
    body.get(account);
    try {
      return Optional.of(new Origin(messageId, AccountId.unpack(account)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] mac(SecretKey key, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(body), MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot do HMAC-SHA256", e);
    }
  }
}
