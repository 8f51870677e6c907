package baton.tracking;

import baton.contracts.token.TokenKeys;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/**
 * What an operator may say about tracking. Only keys under {@code baton.tracking} can stand here,
 * as a mapping takes its whole prefix for itself; the platform's own are carried over by the
 * defaults.
 */
@ConfigMapping(prefix = "baton.tracking")
public interface TrackingConfig {

  /**
   * {@code baton.token-keys} as written: {@code ID:BASE64[,ID:BASE64…]}. Secret, so never part of
   * an error; {@link #parsedTokenKeys()} checks it.
   */
  Optional<String> tokenKeys();

  /**
   * How much memory opens and clicks may take while they wait for Kafka, and once more the same for
   * unsubscribes. At least 64 KiB; a hit takes about 1.5 KiB.
   */
  @WithDefault("32M")
  MemorySize waitingBytes();

  /** How long an unsubscribe's answer waits for Kafka before it is 503; at least 1 ms. */
  @WithDefault("5s")
  Duration unsubscribeTimeout();

  /** How long a stop waits for the hits that Kafka has not taken yet; zero or more. */
  @WithDefault("5s")
  Duration drainTimeout();

  /**
   * The token keys.
   *
   * @throws ConfigurationException with a sentence that names the configuration key and no secret
   */
  default TokenKeys parsedTokenKeys() {
    String text =
        tokenKeys()
            .filter(keys -> !keys.isBlank())
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "baton.token-keys (BATON_TOKEN_KEYS) is not set: tracking needs the keys"
                            + " that submission seals tokens with, written ID:BASE64, comma"
                            + " between them"));
    try {
      return TokenKeys.parse(text);
    } catch (IllegalArgumentException e) {
      // Without a cause: then Quarkus prints the sentence, and no stack trace.
      throw new ConfigurationException(
          "baton.token-keys (BATON_TOKEN_KEYS) cannot be used: " + e.getMessage());
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws ConfigurationException with a sentence that names the configuration key
   */
  default void check() {
    require(
        waitingBytes().asLongValue() >= 64 * 1024,
        "baton.tracking.waiting-bytes must be at least 64K");
    require(
        unsubscribeTimeout().toMillis() >= 1,
        "baton.tracking.unsubscribe-timeout must be at least 1 ms");
    require(!drainTimeout().isNegative(), "baton.tracking.drain-timeout must not be negative");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new ConfigurationException(sentence);
    }
  }
}
