package baton.submission.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret by which an application shows whose it is: {@code baton_} and 43 characters of
 * base64url, 256 random bits. A fast hash is enough to store it by: there is nothing to guess.
 */
public final class ApiKey {

  private static final String PREFIX = "baton_";
  private static final int RANDOM_OCTETS = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private ApiKey(String text) {
    this.text = text;
  }

  /** A key as somebody presents it; whether it is anybody's is not known yet. */
  public static ApiKey of(String text) {
    return new ApiKey(text);
  }

  /** A new key. */
  public static ApiKey generate() {
    byte[] secret = new byte[RANDOM_OCTETS];
    RANDOM.nextBytes(secret);
    return new ApiKey(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** The secret itself, to be shown once. */
  public String reveal() {
    return text;
  }

  /** SHA-256 of the key, in hex. */
  String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** So that no log ever holds one. */
  @Override
  public String toString() {
    return "an API key";
  }
}
