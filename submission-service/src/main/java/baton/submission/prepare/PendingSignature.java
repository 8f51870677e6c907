package baton.submission.prepare;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A signature that only awaits its octets; for one use by one thread. */
sealed interface PendingSignature {

  /** More of what is signed. */
  void update(byte[] octets) throws GeneralSecurityException;

  /** The signature of all of it. */
  byte[] sign() throws GeneralSecurityException;

  /** RSASSA-PKCS1-v1_5 over SHA-256 (RFC 6376 section 3.3.1). */
  record Rsa(Signature signature) implements PendingSignature {

    @Override
    public void update(byte[] octets) throws GeneralSecurityException {
      signature.update(octets);
    }

    @Override
    public byte[] sign() throws GeneralSecurityException {
      return signature.sign();
    }
  }

  /** PureEdDSA of the SHA-256 (RFC 8463 section 3). */
  record EdDsa(MessageDigest digest, Ed25519PrivateKeyParameters key) implements PendingSignature {

    @Override
    public void update(byte[] octets) {
      digest.update(octets);
    }

    @Override
    public byte[] sign() {
      byte[] hash = digest.digest();
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      key.sign(Ed25519.Algorithm.Ed25519, null, hash, 0, hash.length, signature, 0);
      return signature;
    }
  }
}
