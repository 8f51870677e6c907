package baton.smtp.client;

import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Whether a peer is who it should be, judged after the handshake and before anything is said. */
final class PeerIdentity {

  /** The type of a dNSName in {@link X509Certificate#getSubjectAlternativeNames()}. */
  private static final Integer DNS_NAME = 2;

  /** What JSSE itself says under TLS 1.3, where the certificate plays no part in it. */
  private static final String KEY_EXCHANGE = "UNKNOWN";

  private PeerIdentity() {}

  /** What is wrong with the peer's certificate; empty where nothing is. */
  static Optional<String> objection(SSLSession session, Tls.Verified demand) {
    try {
      Certificate[] shown = session.getPeerCertificates();
      X509Certificate[] chain = new X509Certificate[shown.length];
      for (int i = 0; i < shown.length; i++) {
        if (!(shown[i] instanceof X509Certificate certificate)) {
          return Optional.of("certificate is not X.509");
        }
        chain[i] = certificate;
      }
      demand.trust().checkServerTrusted(chain, KEY_EXCHANGE);
      if (!demand.names().isEmpty() && demand.names().stream().noneMatch(n -> names(chain[0], n))) {
        return Optional.of("certificate is not for " + String.join(" or ", demand.names()));
      }
      return Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of("peer showed no certificate");
    } catch (CertificateException e) {
      return Optional.of("certificate is not trusted: " + e.getMessage());
    }
  }

  private static boolean names(X509Certificate certificate, String wanted) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names != null
          && names.stream()
              .anyMatch(
                  name ->
                      DNS_NAME.equals(name.get(0))
                          && name.get(1) instanceof String presented
                          && matches(presented, wanted));
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  /** RFC 9525 section 6.3: equal, or a wildcard in place of the whole leftmost label. */
  static boolean matches(String presented, String wanted) {
    String name = normal(wanted);
    String pattern = normal(presented);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    String parent = pattern.substring(1);
    return dot > 0 && parent.indexOf('.', 1) > 0 && name.substring(dot).equals(parent);
  }

  private static String normal(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
