package baton.submission.domains;

import static org.assertj.core.api.Assertions.assertThat;

import baton.submission.domains.DkimKey.Published;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DkimKeyTest {

  private static final byte[] KEY = Base64.getDecoder().decode("QUJDREVG");

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
    assertThat(DkimKey.compare(record, KEY)).isEqualTo(expected);
  }

  @Test
  void theRecordToPublishCarriesTheKey() {
    assertThat(DkimKey.compare(DkimKey.record(KEY), KEY)).isEqualTo(Published.SAME);
  }
}
