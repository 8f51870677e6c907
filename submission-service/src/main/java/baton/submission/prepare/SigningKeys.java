package baton.submission.prepare;

import baton.submission.admission.SigningKey;
import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures by the fastest means there is. RSA: Amazon Corretto Crypto Provider makes four for the
 * JDK's one, where its native library loads; it is passed explicitly and not installed, so that
 * nothing else in the process changes. Ed25519: Bouncy Castle makes twenty for the JDK's one.
 */
final class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final String ALGORITHM = "SHA256withRSA";
  private static final @Nullable Provider NATIVE = nativeProvider();

  /** A key as the one who signs with it wants it; translating one costs more than a signature. */
  private sealed interface Translated {
    PrivateKey original();
  }

  private record Rsa(PrivateKey original, PrivateKey key) implements Translated {}

  private record Ed25519(PrivateKey original, Ed25519PrivateKeyParameters key)
      implements Translated {}

  private record KeyName(String domain, String selector) {}

  private final Cache<KeyName, Translated> keys = Caffeine.newBuilder().maximumSize(20_000).build();

  PendingSignature start(String domain, SigningKey key) throws GeneralSecurityException {
    return switch (translated(new KeyName(domain, key.selector()), key.key())) {
      case Rsa rsa -> {
        Signature signature =
            NATIVE == null
                ? Signature.getInstance(ALGORITHM)
                : Signature.getInstance(ALGORITHM, NATIVE);
        signature.initSign(rsa.key());
        yield new PendingSignature.Rsa(signature);
      }
      case Ed25519 ed25519 ->
          new PendingSignature.EdDsa(MessageDigest.getInstance("SHA-256"), ed25519.key());
    };
  }

  private Translated translated(KeyName name, PrivateKey key) throws GeneralSecurityException {
    Translated known = keys.getIfPresent(name);
    if (known == null || known.original() != key && !known.original().equals(key)) {
      known = translate(key);
      keys.put(name, known);
    }
    return known;
  }

  private static Translated translate(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof EdECPrivateKey ed25519) {
      byte[] seed =
          ed25519
              .getBytes()
              .orElseThrow(
                  () -> new InvalidKeyException("an Ed25519 key does not show its octets"));
      return new Ed25519(key, new Ed25519PrivateKeyParameters(seed));
    }
    return new Rsa(
        key,
        NATIVE == null
            ? key
            : (PrivateKey) KeyFactory.getInstance(key.getAlgorithm(), NATIVE).translateKey(key));
  }

  private static @Nullable Provider nativeProvider() {
    try {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable error = provider.getLoadingError();
      if (error == null) {
        return provider;
      }
      LOG.info("RSA signatures are made by the JDK reason={}", error.toString());
    } catch (LinkageError | RuntimeException e) {
      LOG.info("RSA signatures are made by the JDK reason={}", e.toString());
    }
    return null;
  }
}
