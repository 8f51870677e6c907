package baton.feedback;

import baton.contracts.token.TokenKeys;
import baton.testkit.Certificates;
import baton.testkit.TestCertificate;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The application under test: its keys, domains and certificate. */
public class RunningFeedback implements QuarkusTestProfile {

  public static final String DOMAIN = "bounces.baton.test";

  /** Quarkus loads tests anew in class loaders of its own, so what is random would differ. */
  private static final String KEYS = "1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  public static final Samples SAMPLES = new Samples(TokenKeys.parse(KEYS));

  @Override
  public Map<String, String> getConfigOverrides() {
    Map<String, String> config = new HashMap<>();
    config.put("baton.token-keys", KEYS);
    config.put("baton.return-path-domain", DOMAIN);
    config.put("baton.feedback.domains", "old.baton.test,fbl.baton.test");
    config.put("baton.feedback-smtp-port", "0");
    config.put("quarkus.http.test-port", "0");
    TestCertificate certificate = Certificates.selfSigned("127.0.0.1");
    try {
      Path folder = Files.createTempDirectory("feedback-tls");
      config.put("baton.tls.certificate", certificate.writeCertificate(folder, "c.pem").toString());
      config.put("baton.tls.key", writeKey(folder, certificate.key()).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return config;
  }

  /** In PKCS #8, as operators have it from their certificate authorities. */
  private static Path writeKey(Path folder, PrivateKey key) throws IOException {
    String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    return Files.writeString(
        folder.resolve("k.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
  }
}
