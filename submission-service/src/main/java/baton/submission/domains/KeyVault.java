package baton.submission.domains;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.security.PrivateKey;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Seals private keys for PostgreSQL and opens them for prepare. */
@Singleton
class KeyVault {

  private final SecretKeys keys;

  KeyVault(@ConfigProperty(name = "baton.secret-keys") Optional<String> keys) {
    this.keys =
        parsed(
            keys.orElseThrow(
                () ->
                    new ConfigurationException(
                        "baton.secret-keys (BATON_SECRET_KEYS) is not set: private keys at rest are"
                            + " encrypted with it (ID:BASE64 of 32 random octets)")));
  }

  private static SecretKeys parsed(String text) {
    try {
      return SecretKeys.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(e.getMessage());
    }
  }

  byte[] seal(PrivateKey key, String owner) {
    return keys.seal(key.getEncoded(), owner);
  }

  PrivateKey open(StoredKey key, String owner) {
    return key.algorithm.read(keys.open(sealed(key), owner));
  }

  /** Whether the key is sealed with another than the first of the secret keys. */
  boolean isOutdated(StoredKey key) {
    return key.sealedKey != null && !keys.isCurrent(key.sealedKey);
  }

  /** The same secret, sealed with the first of the secret keys. */
  byte[] reseal(StoredKey key, String owner) {
    return keys.seal(keys.open(sealed(key), owner), owner);
  }

  private static byte[] sealed(StoredKey key) {
    byte[] sealed = key.sealedKey;
    if (sealed == null) {
      throw new IllegalStateException("the DKIM key " + key.selector + " signs no more");
    }
    return sealed;
  }
}
