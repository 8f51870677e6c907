package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyAlgorithmTest {

  /** The key of RFC 8463 appendix A.2, whose record stands there too. */
  @Test
  void anEd25519RecordHoldsTheKeyAlone() {
    byte[] publicKey =
        Base64.getDecoder().decode("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assertThat(KeyAlgorithm.ED25519.record(publicKey))
        .isEqualTo("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
  }

  @Test
  void selectorsOfAccountsAlgorithmsAndGenerationsDiffer() {
    assertThat(
            List.of(
                KeyAlgorithm.RSA.selector("shop", 1),
                KeyAlgorithm.RSA.selector("shop", 2),
                KeyAlgorithm.ED25519.selector("shop", 1),
                KeyAlgorithm.ED25519.selector("shop", 2)))
        .containsExactly("baton-shop", "baton-shop-2", "baton-shop-ed", "baton-shop-ed-2");
  }
}
