package baton.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void findsWhatIsInstalled() {
    assertThat(Programs.find("sh")).hasValueSatisfying(p -> assertThat(p).isExecutable());
    assertThat(Programs.find("no-such-program-anywhere")).isEmpty();
  }

  @Test
  void runsAProgramWithInputAndTellsWhatItDid() {
    Programs.Run run =
        Programs.run(
            LIMIT,
            "letter".getBytes(StandardCharsets.UTF_8),
            Map.of("WHO", "postman"),
            List.of("sh", "-c", "cat; echo \"$WHO\" >&2; exit 3"));
    assertThat(run).isEqualTo(new Programs.Run(3, "letter", "postman\n"));
  }

  @Test
  void killsAProgramThatDoesNotEnd() {
    assertThatThrownBy(
            () -> Programs.run(Duration.ofMillis(200), "sh", "-c", "echo on; exec sleep 60"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did not end within PT0.2S; it wrote: on");
  }

  @Test
  @NeedsProgram({"sh", "no-such-program-anywhere"})
  void isSkippedWhereAProgramIsMissing() {
    fail("must not run");
  }

  @Test
  @NeedsProgram("sh")
  void runsWhereEveryProgramIsThere() {
    assertThat(Programs.run(LIMIT, "sh", "-c", "true").exitStatus()).isZero();
  }

  @Test
  void aFreePortCanBeListenedOn() throws IOException {
    int port = Ports.free();
    try (var socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(socket.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void certificatesAreWrittenForProgramsToRead(@TempDir Path folder) throws Exception {
    TestCertificate certificate = Certificates.selfSigned("mx1.example.test", "127.0.0.1");
    assertThat(certificate.certificate().getSubjectAlternativeNames()).hasSize(2);
    assertThat(Files.readString(certificate.writeCertificate(folder, "cert.pem")))
        .startsWith("-----BEGIN CERTIFICATE-----");
    assertThat(Files.readString(certificate.writeKey(folder, "key.pem"))).contains("PRIVATE KEY");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var stream = Files.newInputStream(certificate.writePkcs12(folder, "s.p12", "secret"))) {
      store.load(stream, "secret".toCharArray());
    }
    assertThat(store.isKeyEntry("server")).isTrue();
    var expired = Certificates.authority("Old CA").issueExpired("mx.example.test").certificate();
    assertThatThrownBy(expired::checkValidity).hasMessageContaining("NotAfter");
  }
}
