package baton.submission.domains;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that secrets at rest are encrypted with ({@code BATON_SECRET_KEYS}), by AES-256-GCM. The
 * first seals, all open. A sealed secret is the key's id (1 octet), the nonce (12) and the
 * ciphertext with its tag.
 */
final class SecretKeys {

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int KEY_LENGTH = 32;
  private static final int NONCE_LENGTH = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final int current;
  private final Map<Integer, SecretKey> keys;

  private SecretKeys(int current, Map<Integer, SecretKey> keys) {
    this.current = current;
    this.keys = Map.copyOf(keys);
  }

  /**
   * Reads keys as {@code ID:BASE64,ID:BASE64…}; ids are 0 to 255, keys 32 octets.
   *
   * @throws IllegalArgumentException with a sentence that names the fault and no key
   */
  static SecretKeys parse(String text) {
    Map<Integer, SecretKey> keys = new LinkedHashMap<>();
    for (String part : text.split(",")) {
      int colon = part.indexOf(':');
      if (colon < 0) {
        throw bad("keys are written ID:BASE64, with a comma between them");
      }
      int id = id(part.substring(0, colon).strip());
      if (keys.put(id, key(part.substring(colon + 1).strip())) != null) {
        throw bad("key " + id + " is there twice");
      }
    }
    return new SecretKeys(keys.keySet().iterator().next(), keys);
  }

  /**
   * Encrypts a secret.
   *
   * @param owner what the secret belongs to; it opens for no other, so that rows cannot be swapped
   */
  byte[] seal(byte[] secret, String owner) {
    byte[] nonce = new byte[NONCE_LENGTH];
    RANDOM.nextBytes(nonce);
    SecretKey key = keys.get(current);
    byte[] ciphertext = apply(Cipher.ENCRYPT_MODE, key, nonce, owner, secret);
    return ByteBuffer.allocate(1 + NONCE_LENGTH + ciphertext.length)
        .put((byte) current)
        .put(nonce)
        .put(ciphertext)
        .array();
  }

  /**
   * The reverse of {@link #seal}.
   *
   * @throws IllegalStateException where no key of this platform sealed it, or for another owner
   */
  byte[] open(byte[] sealed, String owner) {
    int id = Byte.toUnsignedInt(sealed[0]);
    SecretKey key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException(
          "the secret of "
              + owner
              + " is sealed with key "
              + id
              + ", which baton.secret-keys lacks");
    }
    byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE_LENGTH);
    byte[] ciphertext = Arrays.copyOfRange(sealed, 1 + NONCE_LENGTH, sealed.length);
    return apply(Cipher.DECRYPT_MODE, key, nonce, owner, ciphertext);
  }

  /** Whether the first of the keys sealed it. */
  boolean isCurrent(byte[] sealed) {
    return Byte.toUnsignedInt(sealed[0]) == current;
  }

  private static byte[] apply(int mode, SecretKey key, byte[] nonce, String owner, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance(TRANSFORMATION);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the secret of " + owner + " does not open: baton.secret-keys has another key", e);
    }
  }

  private static int id(String text) {
    try {
      int id = Integer.parseInt(text);
      if (id >= 0 && id <= 255) {
        return id;
      }
    } catch (NumberFormatException _) {
      // Said below, as for a number out of range.
    }
    throw bad("a key's id is a number from 0 to 255");
  }

  private static SecretKey key(String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException _) {
      throw bad("a key is not valid base64");
    }
    if (key.length != KEY_LENGTH) {
      throw bad("a key has 32 octets, not " + key.length);
    }
    return new SecretKeySpec(key, "AES");
  }

  private static IllegalArgumentException bad(String sentence) {
    return new IllegalArgumentException("baton.secret-keys: " + sentence);
  }
}
