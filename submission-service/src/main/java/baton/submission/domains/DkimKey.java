package baton.submission.domains;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;

/** A domain's DKIM key (RFC 6376): RSA with 2048 bits, as RFC 8301 section 3.2 recommends. */
final class DkimKey {

  private static final int BITS = 2048;

  private DkimKey() {}

  /** A new key; takes tens to hundreds of milliseconds of CPU. */
  static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no RSA", e);
    }
  }

  static PrivateKey read(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a stored DKIM key is damaged", e);
    }
  }

  /** The key record to publish (RFC 6376 section 3.6.1). */
  static String record(byte[] publicKey) {
    return "v=DKIM1; k=rsa; p=" + Base64.getEncoder().encodeToString(publicKey);
  }

  /**
   * Whether a published record carries the key. Tags may stand in any order, with blanks anywhere
   * in the base64; an absent {@code v} or {@code k} means the default.
   */
  static Published compare(String record, byte[] publicKey) {
    String version = "DKIM1";
    String type = "rsa";
    String key = null;
    for (String tag : record.split(";")) {
      int equals = tag.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = tag.substring(equals + 1).replaceAll("\\s", "");
      switch (tag.substring(0, equals).strip()) {
        case "v" -> version = value;
        case "k" -> type = value.toLowerCase(Locale.ROOT);
        case "p" -> key = value;
        default -> {
          // Other tags do not change whose key it is.
        }
      }
    }
    if (key == null || !version.equals("DKIM1")) {
      return Published.NO_KEY_RECORD;
    }
    if (key.isEmpty()) {
      return Published.REVOKED;
    }
    String expected = Base64.getEncoder().encodeToString(publicKey);
    return type.equals("rsa") && key.equals(expected) ? Published.SAME : Published.ANOTHER;
  }

  /** What stands in the DNS in the key's place. */
  enum Published {
    SAME,
    ANOTHER,
    REVOKED,
    NO_KEY_RECORD
  }
}
