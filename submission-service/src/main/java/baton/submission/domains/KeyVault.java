package baton.submission.domains;

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
        SecretKeys.parse(
            keys.orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "baton.secret-keys is not set: private keys at rest are encrypted with it"
                            + " (ID:BASE64 of 32 random octets)")));
  }

  byte[] seal(PrivateKey key, String owner) {
    return keys.seal(key.getEncoded(), owner);
  }

  PrivateKey open(byte[] sealed, String owner) {
    return DkimKey.read(keys.open(sealed, owner));
  }
}
