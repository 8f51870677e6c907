package baton.standalone.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import baton.standalone.Up;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever has a setting wrong reads at the end, in one sentence, which and why. */
class BadSettingIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          submission | BATON_TRACKING_URL       | nonsense | baton.tracking-url (BATON_TRACKING_URL) cannot be used: it is no URL such as https://track.example.com
          delivery   | BATON_ROUTE              | nowhere  | BATON_ROUTE is mx, mailbox or smarthost:HOST:PORT, not "nowhere"
          tracking   | BATON_TOKEN_KEYS         | 1:x      | baton.token-keys (BATON_TOKEN_KEYS) cannot be used:
          feedback   | BATON_RETURN_PATH_DOMAIN | a..b     | baton.return-path-domain is no domain:
          """)
  void aServiceEndsWithTheSentenceThatNamesIt(
      String service, String setting, String value, String sentence) throws Exception {
    assumeTrue(
        !Services.missing().contains(service), service + " is not packaged: ./baton test does it");

    Services.Ended ended = Services.end(folder, service, setting, value);

    assertThat(ended.status()).as(ended.said()).isEqualTo(1);
    assertThat(ended.said().lines().toList().getLast()).as(ended.said()).startsWith(sentence);
    assertThat(ended.said()).doesNotContain("\tat ");
  }

  @Test
  void soDoesStandalone() throws Exception {
    Map<String, String> environment = new HashMap<>(Up.freePorts());
    environment.put("BATON_TRACKING_URL", "nonsense");
    try (Up up = Up.start(folder.resolve("data"), environment)) {
      assertThat(up.ended()).isEqualTo(1);
      assertThat(up.output().lines().toList().getLast())
          .as(up.output())
          .isEqualTo(
              "baton: Baton cannot start: baton.tracking-url (BATON_TRACKING_URL) cannot be used:"
                  + " it is no URL such as https://track.example.com.");
      assertThat(up.output()).doesNotContain("\tat ");
    }
  }
}
