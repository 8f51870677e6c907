package baton.contracts.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTest {

  static List<Arguments> settings() {
    return List.of(
        Arguments.of(
            new Setting.Account("shop", "The shop", null),
            "account/shop",
            "{\"account\":\"shop\",\"name\":\"The shop\"}"),
        Arguments.of(
            new Setting.Account(
                "shop",
                "The shop",
                new Setting.Account.Pause("unpaid", Instant.parse("2030-01-02T03:04:05Z"))),
            "account/shop",
            "{\"account\":\"shop\",\"name\":\"The shop\","
                + "\"pause\":{\"reason\":\"unpaid\",\"since\":\"2030-01-02T03:04:05Z\"}}"),
        Arguments.of(
            new Setting.Domain(
                "example.com", "shop", "verified", "bounces.example.net", "t.example.net"),
            "domain/example.com",
            "{\"domain\":\"example.com\",\"account\":\"shop\",\"status\":\"verified\","
                + "\"return_path_domain\":\"bounces.example.net\","
                + "\"tracking_host\":\"t.example.net\"}"),
        Arguments.of(
            new Setting.Credential(
                "ab12", "shop", List.of("read", "send"), List.of(), List.of("192.0.2.0/24")),
            "credential/ab12",
            "{\"hash\":\"ab12\",\"account\":\"shop\",\"scopes\":[\"read\",\"send\"],"
                + "\"domains\":[],\"networks\":[\"192.0.2.0/24\"]}"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aSettingIsReadAsItWasWritten(Setting setting, String key, String json) {
    TopicRecord record = setting.toRecord();

    assertThat(record.topic()).isEqualTo(Topic.SETTINGS);
    assertThat(record.key()).isEqualTo(key);
    assertThat(record.value()).asString(StandardCharsets.UTF_8).isEqualTo(json);
    assertThat(Setting.read(key, record.value())).contains(setting);
  }

  @Test
  void whatIsGoneIsATombstoneUnderTheSameKey() {
    TopicRecord record = Setting.tombstone("credential/ab12");

    assertThat(record.topic()).isEqualTo(Topic.SETTINGS);
    assertThat(record.key()).isEqualTo("credential/ab12");
    assertThat(record.value()).isNull();
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() {
    assertThat(Setting.read("pool/default", octets("{}"))).isEmpty();
    assertThat(
            Setting.read(
                "account/shop",
                octets("{\"account\": \"shop\", \"name\": \"x\", \"colour\": \"green\"}")))
        .contains(new Setting.Account("shop", "x", null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          account/shop    | {}
          account/shop    | null
          account/shop    | {"account": "shop", "name": "x", "pause": {"reason": "unpaid"}}
          domain/a.test   | {"domain": "a.test", "account": "shop"}
          credential/ab12 | {"hash": "ab12", "account": "shop", "scopes": "send"}
          credential/ab12 | nonsense
          """)
  void whatIsNoneIsSaidToBeNone(String key, String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> Setting.read(key, octets(json)));
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
