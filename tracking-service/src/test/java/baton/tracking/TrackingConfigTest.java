package baton.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.token.TokenKeys;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackingConfigTest {

  private static TrackingConfig config(Map<String, String> said) {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withConverter(MemorySize.class, 100, new MemorySizeConverter())
            .withConverter(Duration.class, 100, new DurationConverter())
            .withMapping(TrackingConfig.class)
            .withValidateUnknown(false)
            .withSources(new PropertiesConfigSource(said, "test", 100))
            .build();
    return config.getConfigMapping(TrackingConfig.class);
  }

  @Test
  void withoutKeysTheSentenceNamesTheVariable() {
    assertThatThrownBy(() -> config(Map.of()).parsedTokenKeys())
        .hasMessageContaining("baton.token-keys (BATON_TOKEN_KEYS) is not set");
    assertThatThrownBy(() -> config(Map.of("baton.tracking.token-keys", " ")).parsedTokenKeys())
        .hasMessageContaining("BATON_TOKEN_KEYS");
  }

  @Test
  void aBadKeyIsNamedAndNotShown() {
    assertThatThrownBy(
            () -> config(Map.of("baton.tracking.token-keys", "1:c2VjcmV0")).parsedTokenKeys())
        .hasMessageContaining("baton.token-keys (BATON_TOKEN_KEYS) cannot be used")
        .hasMessageContaining("32 octets")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void goodKeysAreRead() {
    TrackingConfig config = config(Map.of("baton.tracking.token-keys", TokenKeys.generate(7)));
    config.check();

    assertThat(config.parsedTokenKeys()).isNotNull();
  }

  @Test
  void aBoundThatMakesNoSenseIsNamed() {
    assertThatThrownBy(() -> config(Map.of("baton.tracking.waiting-bytes", "1K")).check())
        .hasMessageContaining("baton.tracking.waiting-bytes");
    assertThatThrownBy(() -> config(Map.of("baton.tracking.unsubscribe-timeout", "0s")).check())
        .hasMessageContaining("baton.tracking.unsubscribe-timeout");
    assertThatThrownBy(() -> config(Map.of("baton.tracking.drain-timeout", "-PT1S")).check())
        .hasMessageContaining("baton.tracking.drain-timeout");
  }
}
