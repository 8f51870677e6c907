package baton.submission.smtp;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that nobody vouches for, so that STARTTLS works before an operator has brought a
 * better one: it keeps listeners out, and impostors not.
 *
 * @param certificate in PEM
 * @param key PKCS #8 in PEM
 */
record SelfSigned(String certificate, String key) {

  private static final Duration LIFETIME = Duration.ofDays(3650);
  private static final String CERTIFICATE_FILE = "certificate.pem";
  private static final String KEY_FILE = "key.pem";

  /** That of the directory; made there where it has none. */
  static SelfSigned in(Path directory, String hostName) {
    Path certificate = directory.resolve(CERTIFICATE_FILE);
    Path key = directory.resolve(KEY_FILE);
    try {
      if (Files.exists(certificate) && Files.exists(key)) {
        return new SelfSigned(Files.readString(certificate), Files.readString(key));
      }
      Files.createDirectories(directory);
      SelfSigned made = make(hostName);
      // The certificate last: where it is, the key is too.
      write(key, made.key(), "rw-------");
      write(certificate, made.certificate(), "rw-r--r--");
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot keep a certificate in " + directory + " (baton.tls.directory)", e);
    }
  }

  static SelfSigned make(String hostName) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new SelfSigned(
          pem(certificate(pair, hostName)), pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a certificate: " + e.getMessage(), e);
    }
  }

  private static X509Certificate certificate(KeyPair pair, String hostName)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, hostName).build();
    // A clock that is a little behind must not find it not yet valid.
    Instant from = Instant.now().minus(Duration.ofDays(1));
    GeneralName[] names = {
      new GeneralName(GeneralName.dNSName, hostName),
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
      new GeneralName(GeneralName.iPAddress, "::1")
    };
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()),
            Date.from(from),
            Date.from(from.plus(LIFETIME)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static void write(Path file, String text, String permissions) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
    }
    Files.write(draft, text.getBytes(StandardCharsets.US_ASCII));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
