package baton.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class MessageIdTest {

  @Test
  void idsAreOfVersion7AndAscend() {
    String last = "";
    for (int i = 0; i < 20_000; i++) {
      UUID id = MessageId.next();
      assertThat(id.version()).isEqualTo(7);
      assertThat(id.variant()).isEqualTo(2);
      assertThat(id.toString()).isGreaterThan(last);
      last = id.toString();
    }
  }

  @Test
  void anIdTellsWhenItWasMade() {
    assertThat(MessageId.time(MessageId.next()))
        .isCloseTo(Instant.now(), Assertions.within(Duration.ofSeconds(10)));
  }

  @Test
  void anotherVersionOrOtherTextIsRefused() {
    assertThatThrownBy(() -> MessageId.parse(UUID.randomUUID().toString()))
        .hasMessageContaining("version 7");
    assertThatThrownBy(() -> MessageId.parse("../etc/passwd")).hasMessageContaining("UUID");
  }

  @Test
  void anAccountIdPacksIntoEightOctets() {
    assertThat(AccountId.pack("demo")).hasSize(8);
    assertThat(AccountId.unpack(AccountId.pack("abcdefgh"))).isEqualTo("abcdefgh");
    assertThatThrownBy(() -> AccountId.check("Demo!")).hasMessageContaining("1 to 8");
  }
}
