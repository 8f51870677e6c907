package baton.feedback.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.token.TokenKeys;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeedbackConfigTest {

  private final Map<String, String> given =
      new HashMap<>(
          Map.of(
              "baton.feedback.token-keys",
              TokenKeys.generate(1),
              "baton.feedback.return-path-domain",
              "Bounces.Example.org"));

  @Test
  void keysAndADomainAreEnough() {
    FeedbackConfig config = config();

    assertThatCode(config::check).doesNotThrowAnyException();
    assertThat(config.smtpPort()).isEqualTo(25);
    assertThat(config.ownDomains()).containsExactly("bounces.example.org");
    assertThat(config.smtpHostName()).isEqualTo("bounces.example.org");
  }

  @Test
  void furtherDomainsAreNormalised() {
    given.put("baton.feedback.domains", "Old.example.org, bücher.example");

    assertThat(config().ownDomains())
        .containsExactly("bounces.example.org", "old.example.org", "xn--bcher-kva.example");
  }

  @Test
  void withoutKeysTheKeyIsNamed() {
    given.remove("baton.feedback.token-keys");

    assertFault("baton.token-keys (BATON_TOKEN_KEYS) is not set");
  }

  @Test
  void badKeysAreNamedAndNotShown() {
    given.put("baton.feedback.token-keys", "1:c2VjcmV0");

    assertThatThrownBy(() -> config().check())
        .hasMessageStartingWith("baton.token-keys (BATON_TOKEN_KEYS) cannot be used: ")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void aMissingOrBadDomainIsNamed() {
    given.put("baton.feedback.return-path-domain", "no domain");
    assertFault("baton.return-path-domain is no domain: ");

    given.remove("baton.feedback.return-path-domain");
    assertFault("baton.return-path-domain (BATON_RETURN_PATH_DOMAIN) is not set");
  }

  @Test
  void aPortOutOfRangeIsNamed() {
    given.put("baton.feedback.smtp-port", "70000");

    assertFault("baton.feedback-smtp-port (BATON_FEEDBACK_SMTP_PORT) is 0 to 65535");
  }

  @Test
  void aCertificateWithoutItsKeyIsNamed() {
    given.put("baton.feedback.tls-certificate", "/nowhere/certificate.pem");
    assertFault("baton.tls.certificate and baton.tls.key belong together");

    given.put("baton.feedback.tls-key", "/nowhere/key.pem");
    assertFault("baton.tls.certificate names a file that cannot be read");
  }

  private void assertFault(String sentence) {
    assertThatThrownBy(() -> config().check())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(sentence);
  }

  private FeedbackConfig config() {
    return new SmallRyeConfigBuilder()
        .addDefaultInterceptors()
        .addDiscoveredConverters()
        .withMapping(FeedbackConfig.class)
        .withSources(new PropertiesConfigSource(given, "test", 100))
        .build()
        .getConfigMapping(FeedbackConfig.class);
  }
}
