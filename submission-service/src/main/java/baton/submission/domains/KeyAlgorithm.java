package baton.submission.domains;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/** What a domain has a DKIM key for. */
enum KeyAlgorithm {
  /** With 2048 bits, as RFC 8301 section 3.2 recommends. Every verifier knows it. */
  RSA("RSA", "rsa", ""),

  /** RFC 8463. A verifier that does not know it passes its signature over. */
  ED25519("Ed25519", "ed25519", "-ed");

  private static final int RSA_BITS = 2048;
  private static final int ED25519_OCTETS = 32;

  private final String name;
  private final String tag;
  private final String mark;

  KeyAlgorithm(String name, String tag, String mark) {
    this.name = name;
    this.tag = tag;
    this.mark = mark;
  }

  /** A new key; RSA takes tens to hundreds of milliseconds of CPU. */
  KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
      if (this == RSA) {
        generator.initialize(RSA_BITS);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  PrivateKey read(byte[] pkcs8) {
    try {
      return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a stored DKIM key is damaged", e);
    }
  }

  /**
   * Where a key's record stands. Accounts have selectors of their own, so that two accounts' keys
   * for one domain do not collide.
   *
   * @param generation counts the domain's keys of this algorithm, from 1
   */
  String selector(String account, int generation) {
    return "baton-" + account + mark + (generation == 1 ? "" : "-" + generation);
  }

  /**
   * The key record to publish (RFC 6376 section 3.6.1).
   *
   * @param publicKey SubjectPublicKeyInfo; of an Ed25519 key the record has only the key itself,
   *     which stands at the end (RFC 8463 section 4.2)
   */
  String record(byte[] publicKey) {
    byte[] told =
        switch (this) {
          case RSA -> publicKey;
          case ED25519 ->
              Arrays.copyOfRange(publicKey, publicKey.length - ED25519_OCTETS, publicKey.length);
        };
    return "v=DKIM1; k=" + tag + "; p=" + Base64.getEncoder().encodeToString(told);
  }
}
