package baton.submission.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedTest {

  @Test
  void itIsMadeOnceAndKept(@TempDir Path directory) throws IOException {
    Path tls = directory.resolve("tls");
    SelfSigned first = SelfSigned.in(tls, "mail.own.test");

    assertThat(SelfSigned.in(tls, "mail.own.test")).isEqualTo(first);
    assertThat(Files.getPosixFilePermissions(tls.resolve("key.pem")))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }

  @Test
  void itNamesTheHostAndLocalhost() throws GeneralSecurityException {
    String pem = SelfSigned.make("mail.own.test").certificate();
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));

    certificate.checkValidity();
    assertThat(certificate.getSubjectAlternativeNames().toString())
        .contains("mail.own.test", "localhost", "127.0.0.1");
  }
}
