package baton.contracts.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The platform's token keys ({@code BATON_TOKEN_KEYS}). The first seals, all open: mail stays in
 * inboxes for years, so a key that is no longer first is kept.
 */
public final class TokenKeys {

  private static final int KEY_LENGTH = 32;

  private final int current;
  private final Map<Integer, SecretKey> masters;
  private final Map<Integer, SecretKey> returnPathKeys = new HashMap<>();

  private TokenKeys(int current, Map<Integer, SecretKey> masters) {
    this.current = current;
    this.masters = Map.copyOf(masters);
    masters.forEach((id, master) -> returnPathKeys.put(id, derive(master, "verp", "HmacSHA256")));
  }

  /**
   * Reads keys as {@code ID:BASE64,ID:BASE64…}; ids are 0 to 255, keys 32 octets.
   *
   * @throws IllegalArgumentException with a sentence that names the fault and no key
   */
  public static TokenKeys parse(String text) {
    Map<Integer, SecretKey> masters = new HashMap<>();
    int first = -1;
    for (String part : text.split(",")) {
      int colon = part.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("token keys are written ID:BASE64, comma between them");
      }
      int id = id(part.substring(0, colon).strip());
      if (masters.put(id, master(part.substring(colon + 1).strip())) != null) {
        throw new IllegalArgumentException("token key " + id + " is there twice");
      }
      first = first < 0 ? id : first;
    }
    return new TokenKeys(first, masters);
  }

  /** A new key in the form that {@link #parse} reads. */
  public static String generate(int id) {
    byte[] key = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    return id + ":" + Base64.getEncoder().encodeToString(key);
  }

  /** Id of the key that seals. */
  int current() {
    return current;
  }

  /** The key for one message's tokens; empty where there is no key of that id. */
  Optional<SecretKey> messageKey(int id, UUID messageId) {
    return Optional.ofNullable(masters.get(id))
        .map(master -> derive(master, "message " + messageId, "AES"));
  }

  /** The key that return paths are authenticated with; empty where there is none of that id. */
  Optional<SecretKey> returnPathKey(int id) {
    return Optional.ofNullable(returnPathKeys.get(id));
  }

  /** HKDF-SHA256 (RFC 5869), expand only: the masters are uniformly random. */
  private static SecretKey derive(SecretKey master, String info, String algorithm) {
    try {
      return KDF.getInstance("HKDF-SHA256")
          .deriveKey(
              algorithm,
              HKDFParameterSpec.expandOnly(
                  master, info.getBytes(StandardCharsets.UTF_8), KEY_LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HKDF-SHA256", e);
    }
  }

  private static int id(String text) {
    try {
      int id = Integer.parseInt(text);
      if (id >= 0 && id <= 255) {
        return id;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException("a token key's id is a number from 0 to 255");
  }

  private static SecretKey master(String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a token key is not valid base64", e);
    }
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException("a token key has 32 octets, not " + key.length);
    }
    return new SecretKeySpec(key, "HKDF");
  }

  static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }
}
