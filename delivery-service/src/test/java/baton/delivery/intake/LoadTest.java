package baton.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.contracts.outbound.Dsn;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final Load load = new Load(4, 1 << 20);

  @Test
  void theOldestIsKnownInWhateverOrderMessagesComeAndGo() {
    QueuedMessage late = message(NOON.plusSeconds(2));
    QueuedMessage early = message(NOON);
    QueuedMessage asEarly = message(NOON);
    assertThat(load.oldest()).isNull();

    load.add(late);
    load.add(early);
    load.add(asEarly);
    assertThat(load.oldest()).isEqualTo(NOON);

    load.remove(early);
    assertThat(load.oldest()).isEqualTo(NOON);
    load.remove(asEarly);
    assertThat(load.oldest()).isEqualTo(NOON.plusSeconds(2));
    load.remove(late);
    assertThat(load.oldest()).isNull();
  }

  @Test
  void nothingMoreIsReadFromTheUpperBoundDownToHalfOfIt() {
    List<QueuedMessage> four = List.of(message(NOON), message(NOON), message(NOON), message(NOON));
    four.forEach(load::add);
    assertThat(load.full()).isTrue();

    load.remove(four.get(0));
    assertThat(load.full()).isTrue();
    load.remove(four.get(1));
    assertThat(load.full()).isFalse();
    assertThat(load.room()).isEqualTo(2);
  }

  private static QueuedMessage message(Instant acceptedAt) {
    return new QueuedMessage(
        new OutboundMessage(
            MessageId.next(),
            "demo",
            acceptedAt,
            "",
            "",
            "ada@example.org",
            "default",
            "transactional",
            acceptedAt,
            Duration.ofHours(1),
            "opportunistic",
            Dsn.NONE,
            1,
            "example.org",
            List.of(),
            Map.of(),
            null,
            new byte[10]),
        new Origin.Topic(0, 1, 0),
        0);
  }
}
