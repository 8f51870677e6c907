package baton.contracts.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import baton.contracts.MessageId;
import baton.contracts.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutboundMessageTest {

  private static final UUID ID = MessageId.next();
  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
  private static final OutboundMessage MESSAGE =
      new OutboundMessage(
          ID,
          "demo",
          NOW,
          "b-abc@bounces.example.com",
          "",
          "Ada@example.org",
          "default",
          "bulk",
          NOW.plusSeconds(60),
          Duration.ofHours(72),
          "required",
          new Dsn("FAILURE,DELAY", "HDRS", "QQ314159", "rfc822;ada@example.org"),
          4,
          "example.org#2",
          List.of("a", "b"),
          Map.of("k", "v"),
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "Subject: hi\r\n\r\nhi\r\n".getBytes(StandardCharsets.US_ASCII));

  @Test
  void readsBackAsItWasWritten() {
    TopicRecord record = MESSAGE.toRecord();

    assertThat(OutboundMessage.fromRecord(record.key(), record.headers(), record.value()))
        .isEqualTo(MESSAGE);
  }

  @Test
  void carriesTheHeadersThatSubscribersReadItBy() {
    assertThat(MESSAGE.toRecord().headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", ID.toString())
        .containsEntry("ce_type", "email.queued")
        .containsEntry("ce_subject", "Ada@example.org")
        .containsEntry("content-type", "message/rfc822")
        .containsEntry("baton-account", "demo")
        .containsEntry("baton-mail-from", "b-abc@bounces.example.com")
        .containsEntry("baton-sender", "")
        .containsEntry("baton-rcpt-to", "Ada@example.org")
        .containsEntry("baton-expires", "259200")
        .containsEntry("baton-lanes", "4");
  }

  @Test
  void aRecordOfAnOlderVersionMayLackWhatCameLater() {
    Map<String, String> headers = new HashMap<>(MESSAGE.toRecord().headers());
    List.of(
            "baton-pool",
            "baton-stream",
            "baton-not-before",
            "baton-tls",
            "baton-dsn",
            "baton-lanes",
            "baton-tags",
            "baton-metadata",
            "traceparent")
        .forEach(headers::remove);

    OutboundMessage message = OutboundMessage.fromRecord("example.org", headers, new byte[0]);

    assertThat(message.notBefore()).isEqualTo(NOW);
    assertThat(message.dsn()).isEqualTo(Dsn.NONE);
  }

  @Test
  void namesTheHeaderThatIsMissingOrBroken() {
    Map<String, String> headers = new HashMap<>(MESSAGE.toRecord().headers());
    headers.put("baton-expires", "soon");
    assertThatThrownBy(() -> OutboundMessage.fromRecord("k", headers, new byte[0]))
        .hasMessageContaining("baton-expires");

    headers.remove("baton-rcpt-to");
    headers.put("baton-expires", "60");
    assertThatThrownBy(() -> OutboundMessage.fromRecord("k", headers, new byte[0]))
        .hasMessageContaining("baton-rcpt-to");
  }

  @Test
  void aLaneIsChosenByMessageIdAndTellsItsDomain() {
    assertThat(Lane.key("example.org", 1, ID)).isEqualTo("example.org");
    assertThat(Lane.key("example.org", 4, ID)).matches("example\\.org#[0-3]");
    assertThat(Lane.domain(Lane.key("example.org", 4, ID))).isEqualTo("example.org");
  }
}
