package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.domains.KeyRecord.Published;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRecordTest {

  private static final String EXPECTED = "v=DKIM1; k=rsa; p=QUJDREVG";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DKIM1; k=rsa; p=QUJDREVG        | SAME
          p=QUJDREVG                        | SAME
          v=DKIM1;p=QUJD REVG ;t=s          | SAME
          k=RSA; h=sha256; p=QUJDREVG; n=x  | SAME
          v=DKIM1; k=rsa; p=QUJDREVH        | ANOTHER
          v=DKIM1; k=ed25519; p=QUJDREVG    | ANOTHER
          v=DKIM1; p=                       | REVOKED
          v=DKIM2; p=QUJDREVG               | NO_KEY_RECORD
          v=spf1 -all                       | NO_KEY_RECORD
          hello                             | NO_KEY_RECORD
          """)
  void aPublishedRecordIsCompared(String record, Published expected) {
    assertThat(KeyRecord.compare(record, EXPECTED)).isEqualTo(expected);
  }

  @Test
  void withoutATypeItIsAnRsaKey() {
    assertThat(KeyRecord.compare("p=QUJDREVG", "v=DKIM1; k=ed25519; p=QUJDREVG"))
        .isEqualTo(Published.ANOTHER);
  }

  @ParameterizedTest
  @EnumSource
  void theRecordToPublishCarriesTheKey(KeyAlgorithm algorithm) {
    byte[] key = algorithm.generate().getPublic().getEncoded();
    byte[] another = algorithm.generate().getPublic().getEncoded();
    assertThat(KeyRecord.compare(algorithm.record(key), algorithm.record(key)))
        .isEqualTo(Published.SAME);
    assertThat(KeyRecord.compare(algorithm.record(another), algorithm.record(key)))
        .isEqualTo(Published.ANOTHER);
  }
}
