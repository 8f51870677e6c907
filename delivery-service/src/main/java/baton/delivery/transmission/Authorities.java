package baton.delivery.transmission;

import baton.smtp.client.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Whose word counts where a server must prove who it is. */
public final class Authorities {

  private final Function<String, Tls.Verified> proof;

  private Authorities(Function<String, Tls.Verified> proof) {
    this.proof = proof;
  }

  /** Those that the Java runtime trusts. */
  public static Authorities ofTheRuntime() {
    return new Authorities(Tls.Verified::byPublicAuthorities);
  }

  /**
   * Those of a file, and no others.
   *
   * @param pem certificates in PEM
   * @throws IllegalArgumentException where there is none to be read, naming the setting
   */
  public static Authorities of(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException(
            "baton.tls-trust (BATON_TLS_TRUST): no certificate in " + pem);
      }
      X509TrustManager trust = trusting(certificates);
      return new Authorities(name -> new Tls.Verified(trust, List.of(name)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "baton.tls-trust (BATON_TLS_TRUST): cannot read certificates from " + pem, e);
    }
  }

  private static X509TrustManager trusting(Collection<? extends Certificate> certificates)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("authority " + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust;
      }
    }
    throw new IllegalStateException("the Java runtime has no trust manager for X.509");
  }

  /** TLS with a server whose certificate is good, and for this name. */
  Tls.Verified proofOf(String hostName) {
    return proof.apply(hostName);
  }
}
