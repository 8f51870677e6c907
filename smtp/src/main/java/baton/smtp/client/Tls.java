package baton.smtp.client;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** How a connection uses STARTTLS (RFC 3207). */
public sealed interface Tls {

  /** Never, though it be offered. */
  record None() implements Tls {}

  /**
   * Where offered, with whatever certificate. Not offered, or refused in so many words: the
   * conversation goes on in clear. A handshake that fails ends the connection with {@link
   * Problem.TlsFailed}; the caller may connect again with {@link None}.
   */
  record Opportunistic() implements Tls {}

  /** Always, with whatever certificate; without it no message leaves. */
  record Encrypted() implements Tls {}

  /**
   * Always, and only with a peer that proves who it is (as MTA-STS and DANE ask).
   *
   * @param trust judges the certificate chain; it may be called on an event loop and must not wait
   *     for anything
   * @param names the certificate must be for one of these, by its subject alternative names (RFC
   *     9525; a wildcard stands for one whole label); empty where the chain alone decides, as in
   *     DANE-EE
   */
  record Verified(X509TrustManager trust, List<String> names) implements Tls {
    public Verified {
      names = List.copyOf(names);
    }

    /** By the certificate authorities that the Java runtime trusts. */
    public static Verified byPublicAuthorities(String name) {
      return new Verified(PublicAuthorities.TRUST, List.of(name));
    }
  }

  /** Loads the runtime's trust store when it is first asked for. */
  final class PublicAuthorities {

    private static final X509TrustManager TRUST = load();

    private PublicAuthorities() {}

    private static X509TrustManager load() {
      try {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager trust) {
            return trust;
          }
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("the Java runtime's trust store cannot be read", e);
      }
      throw new IllegalStateException("the Java runtime has no trust manager for X.509");
    }
  }
}
