package baton.contracts.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeTest {

  private static final Notice NOTICE =
      new Notice(
          "0197a6c0-6e1c-7c3a-9f3e-2b1d5c4e8a90.failed",
          "delivery",
          "shop",
          Instant.parse("2030-01-02T03:04:05Z"),
          "",
          "Ada@example.org",
          "From: a@b.test\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII));

  @Test
  void readsBackAsItWasWritten() {
    TopicRecord record = NOTICE.toRecord();

    assertThat(record.topic()).isEqualTo(Topic.NOTICES);
    assertThat(record.key()).isEqualTo(NOTICE.id());
    assertThat(Notice.fromRecord(record.headers(), record.value())).isEqualTo(NOTICE);
  }

  @Test
  void carriesItsEnvelopeInTheHeadersThatMailHas() {
    assertThat(NOTICE.toRecord().headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", NOTICE.id())
        .containsEntry("ce_type", "notice.written")
        .containsEntry("ce_source", "baton/delivery")
        .containsEntry("ce_subject", "Ada@example.org")
        .containsEntry("content-type", "message/rfc822")
        .containsEntry("baton-account", "shop")
        .containsEntry("baton-sender", "")
        .containsEntry("baton-rcpt-to", "Ada@example.org");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ce_id         |
          ce_id         | two words
          ce_time       | yesterday
          ce_source     |
          baton-account | The Shop
          baton-sender  |
          baton-rcpt-to |
          """)
  void theHeaderThatIsMissingOrMakesNoSenseIsNamed(String name, String value) {
    Map<String, String> headers = new HashMap<>(NOTICE.toRecord().headers());
    if (value == null) {
      headers.remove(name);
    } else {
      headers.put(name, value);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Notice.fromRecord(headers, NOTICE.content()))
        .withMessageContaining(name);
  }

  @Test
  void aTombstoneIsNoNotice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Notice.fromRecord(NOTICE.toRecord().headers(), null))
        .withMessage("a notice has no value");
  }
}
