package baton.submission.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.token.TokenKeys;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionConfigTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          token-keys                        | 1:x      | baton.token-keys (BATON_TOKEN_KEYS) cannot be used: .*
          token-keys                        | ''       | baton.token-keys (BATON_TOKEN_KEYS) cannot be used: it is not set.*
          tracking-url                      | nonsense | baton.tracking-url (BATON_TRACKING_URL) cannot be used: it is no URL.*
          return-path-domain                | a..b     | baton.return-path-domain (BATON_RETURN_PATH_DOMAIN) cannot be used: .*
          submission.dkim-canonicalization  | loose    | .*BATON_SUBMISSION_DKIM_CANONICALIZATION.*
          submission.dkim                   | no       | .*BATON_SUBMISSION_DKIM.* it is on or off, not "no"
          quota.messages-per-day            | 0        | baton.quota.… (BATON_QUOTA_RECIPIENTS.* cannot be used: a quota is 1 or more
          trusted-networks                  | 10/8     | baton.trusted-networks (BATON_TRUSTED_NETWORKS) cannot be used: .*
          submission.proxy-protocol         | here     | baton.submission.proxy-protocol .*
          """)
  void aBadSettingIsNamedAndCarriesNoCause(String key, String value, String sentence) {
    assertThatThrownBy(() -> config(Map.of("baton." + key, value)).check())
        .isInstanceOf(ConfigurationException.class)
        .hasNoCause()
        .message()
        .matches(sentence.replace("(", "\\(").replace(")", "\\)"));
  }

  @Test
  void whatIsSoundPasses() {
    config(Map.of()).check();
    assertThat(config(Map.of()).signs()).isTrue();
  }

  @Test
  void mailGoesUnsignedOnlyWhereItIsForNobody() {
    Map<String, String> off = Map.of("baton.submission.dkim", "off");
    assertThat(config(off, "bounces.baton.test").signs()).isFalse();
    assertThatThrownBy(() -> config(off, "bounces.example.com").signs())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the return path's domain is under .test");
  }

  private static SubmissionConfig config(Map<String, String> settings) {
    return config(settings, "bounces.example.com");
  }

  private static SubmissionConfig config(Map<String, String> settings, String returnPath) {
    Map<String, String> all = new HashMap<>();
    all.put("baton.token-keys", TokenKeys.generate(1));
    all.put("baton.tracking-url", "https://track.example.com");
    all.put("baton.return-path-domain", returnPath);
    all.putAll(settings);
    return new SmallRyeConfigBuilder()
        .withConverter(MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(Duration.class, 100, new DurationConverter())
        .withMapping(SubmissionConfig.class)
        .withValidateUnknown(false)
        .withSources(new PropertiesConfigSource(all, "test", 100))
        .build()
        .getConfigMapping(SubmissionConfig.class);
  }
}
