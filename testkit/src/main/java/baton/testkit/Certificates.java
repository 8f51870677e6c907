package baton.testkit;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates for the servers of a test: self-signed ones, and ones of an authority of its own.
 */
public final class Certificates {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration VALIDITY = Duration.ofDays(30);

  private Certificates() {}

  /** An authority that nobody trusts unless told to. */
  public static final class Authority {
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    private Authority(String name) {
      Instant now = Instant.now();
      X500Principal self = new X500Principal("CN=" + name);
      certificate =
          sign(self, keys, self, keys, List.of(), true, now.minus(VALIDITY), now.plus(VALIDITY));
    }

    /** The authority's own certificate: what a client must trust. */
    public X509Certificate certificate() {
      return certificate;
    }

    /** The same in PEM. */
    public String pem() {
      return Certificates.pem(certificate);
    }

    /** A certificate for these names (host names or IP addresses), valid for 30 days. */
    public TestCertificate issue(String... names) {
      Instant now = Instant.now();
      return issue(now.minus(VALIDITY), now.plus(VALIDITY), names);
    }

    /** A certificate that ran out yesterday. */
    public TestCertificate issueExpired(String... names) {
      Instant now = Instant.now();
      return issue(now.minus(VALIDITY), now.minus(Duration.ofDays(1)), names);
    }

    private TestCertificate issue(Instant from, Instant until, String... names) {
      KeyPair leaf = newKeys();
      X509Certificate issued =
          sign(
              certificate.getSubjectX500Principal(),
              keys,
              new X500Principal("CN=" + names[0]),
              leaf,
              List.of(names),
              false,
              from,
              until);
      return new TestCertificate(leaf.getPrivate(), List.of(issued, certificate));
    }
  }

  /** A new authority. */
  public static Authority authority(String name) {
    return new Authority(name);
  }

  /** A self-signed certificate for these names (host names or IP addresses), valid for 30 days. */
  public static TestCertificate selfSigned(String... names) {
    Instant now = Instant.now();
    KeyPair keys = newKeys();
    X500Principal self = new X500Principal("CN=" + names[0]);
    X509Certificate certificate =
        sign(
            self, keys, self, keys, List.of(names), false, now.minus(VALIDITY), now.plus(VALIDITY));
    return new TestCertificate(keys.getPrivate(), List.of(certificate));
  }

  static String pem(Object keyOrCertificate) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(keyOrCertificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static KeyPair newKeys() {
    try {
      // P-256: made in no time, which RSA is not.
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate sign(
      X500Principal issuer,
      KeyPair issuerKeys,
      X500Principal subject,
      KeyPair subjectKeys,
      List<String> names,
      boolean authority,
      Instant from,
      Instant until) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(120, RANDOM),
              Date.from(from),
              Date.from(until),
              subject,
              subjectKeys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!names.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static GeneralNames alternatives(List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(
                name ->
                    new GeneralName(
                        name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }
}
