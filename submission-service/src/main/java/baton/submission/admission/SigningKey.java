package baton.submission.admission;

import java.security.PrivateKey;
import java.security.interfaces.EdECPrivateKey;

/**
 * A key that mail is signed with (RFC 6376).
 *
 * @param selector under which its record is published (RFC 6376 section 3.1)
 * @param key RSA with at least 1024 bits, or Ed25519 (RFC 8463)
 */
public record SigningKey(String selector, PrivateKey key) {

  public boolean isEd25519() {
    return key instanceof EdECPrivateKey;
  }
}
