package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.token.TokenKeys;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretKeysTest {

  private static final byte[] SECRET = "a private key".getBytes(StandardCharsets.UTF_8);

  private final String first = TokenKeys.generate(1);
  private final String second = TokenKeys.generate(200);

  @Test
  void whatWasSealedOpensForItsOwner() {
    SecretKeys keys = SecretKeys.parse(first);
    byte[] sealed = keys.seal(SECRET, "demo/example.com");
    assertThat(keys.open(sealed, "demo/example.com")).isEqualTo(SECRET);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("private");
    assertThatThrownBy(() -> keys.open(sealed, "other/example.com"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");
  }

  @Test
  void anOlderKeyStillOpens() {
    byte[] sealed = SecretKeys.parse(first).seal(SECRET, "demo/example.com");
    SecretKeys both = SecretKeys.parse(second + "," + first);
    assertThat(both.open(sealed, "demo/example.com")).isEqualTo(SECRET);
    byte[] newer = both.seal(SECRET, "demo/example.com");
    assertThatThrownBy(() -> SecretKeys.parse(first).open(newer, "demo/example.com"))
        .hasMessageContaining("key 200");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1:", "x:AAAA", "256:AAAA", "1:AAAA", "1:not base64"})
  void aBadKeyIsNamedWithoutBeingTold(String text) {
    assertThatThrownBy(() -> SecretKeys.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("baton.secret-keys: ")
        .hasMessageNotContaining("AAAA");
  }
}
