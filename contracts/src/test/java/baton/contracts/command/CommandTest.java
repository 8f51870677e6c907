package baton.contracts.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {

  @Test
  void aCommandIsReadAsItWasWritten() {
    Command cancel =
        new Command.Cancel(MessageId.next(), "demo", Instant.parse("2030-01-02T03:04:05Z"));

    TopicRecord record = cancel.toRecord("example.org");

    assertThat(record.topic()).isEqualTo(Topic.COMMANDS);
    assertThat(record.key()).isEqualTo("example.org");
    assertThat(record.headers()).containsEntry("ce_type", "command.cancel");
    assertThat(new String(record.value(), StandardCharsets.UTF_8))
        .contains("\"command\":\"cancel\"", "\"message_id\":\"" + cancel.messageId());
    assertThat(Command.read(record.value())).isEqualTo(cancel);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "{}", "[]", "{\"command\":\"dance\"}", "{\"command\":\"cancel\"}"})
  void whatIsNoneIsSaidToBeNone(String data) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Command.read(data.getBytes(StandardCharsets.UTF_8)));
  }
}
