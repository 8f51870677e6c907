package baton.submission.prepare;

import baton.submission.admission.SendingDomain;
import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RSA signatures by the fastest means there is: Amazon Corretto Crypto Provider makes four for the
 * JDK's one, where its native library loads. The provider is passed explicitly and not installed,
 * so that nothing else in the process changes.
 */
final class SigningKeys {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);
  private static final String ALGORITHM = "SHA256withRSA";
  private static final @Nullable Provider NATIVE = nativeProvider();

  /** A key as the provider has it; translating one costs more than a signature. */
  private record Translated(PrivateKey original, PrivateKey key) {}

  private record KeyName(String domain, String selector) {}

  private final Cache<KeyName, Translated> keys = Caffeine.newBuilder().maximumSize(10_000).build();

  /** A signature object that only awaits its octets. */
  Signature start(SendingDomain domain) throws GeneralSecurityException {
    Provider provider = NATIVE;
    Signature signature =
        provider == null
            ? Signature.getInstance(ALGORITHM)
            : Signature.getInstance(ALGORITHM, provider);
    signature.initSign(provider == null ? domain.key() : translated(domain, provider));
    return signature;
  }

  private PrivateKey translated(SendingDomain domain, Provider provider)
      throws GeneralSecurityException {
    KeyName name = new KeyName(domain.name(), domain.selector());
    Translated known = keys.getIfPresent(name);
    if (known == null
        || known.original() != domain.key() && !known.original().equals(domain.key())) {
      PrivateKey key =
          (PrivateKey)
              KeyFactory.getInstance(domain.key().getAlgorithm(), provider)
                  .translateKey(domain.key());
      known = new Translated(domain.key(), key);
      keys.put(name, known);
    }
    return known.key();
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
