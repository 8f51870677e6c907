package baton.contracts.event;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventRecordTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
  private static final About ABOUT =
      new About(
          MessageId.next(), "demo", "ada@example.org", List.of("welcome"), Map.of("order", "7"));
  private static final Attempt ATTEMPT =
      new Attempt(
          2,
          "example.org",
          "mx.example.org",
          "192.0.2.1:25",
          new TlsFacts("TLSv1.3", "TLS_AES_256_GCM_SHA384", false),
          "250 2.0.0 ok",
          "2.0.0",
          List.of("> MAIL FROM:<>", "< 250 2.1.0 ok"));
  private static final Hit HIT = new Hit(MessageId.next(), "person", "Mail/1.0", "192.0.2.9");

  static Stream<Event> events() {
    return Stream.of(
        new Event.Accepted(ABOUT, NOW, "me@example.com", "smtp", 4096, "transactional", "Hi"),
        new Event.Suppressed(ABOUT, NOW, "complaint"),
        new Event.Delivered(ABOUT, NOW, ATTEMPT, 1500),
        new Event.Deferred(ABOUT, NOW, ATTEMPT, "Greylisted", NOW.plusSeconds(60), true),
        new Event.Bounced(ABOUT, NOW, ATTEMPT, "InvalidRecipient", true, false),
        new Event.Expired(ABOUT, NOW, 9, null),
        new Event.SuppressedLater(ABOUT, NOW, 2, "complaint"),
        new Event.Cancelled(ABOUT, NOW, 2, "451 4.7.1 later"),
        new Event.Opened(ABOUT, NOW, HIT),
        new Event.Clicked(ABOUT, NOW, HIT, 3, "https://example.com/"),
        new Event.Unsubscribed(ABOUT, NOW, HIT),
        new Event.Complained(ABOUT, NOW, "ab12", "abuse", "SomeFBL/1.0"),
        new Event.BouncedLater(
            About.of(MessageId.next(), "demo", null),
            NOW,
            "cd34",
            "InvalidRecipient",
            "550 5.1.1 no such user",
            "5.1.1",
            true,
            "mx.example.org",
            true));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventReadsBackAsItWasWritten(Event event) {
    TopicRecord record = EventRecord.of(event);

    assertThat(EventRecord.read(record.topic().name(), record.headers(), record.value()))
        .isEqualTo(Optional.of(event));
  }

  @Test
  void theVocabularyHereIsTheWholeOfIt() {
    Stream<Class<?>> shown = events().map(Event::getClass);

    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(concrete(Event.class).distinct().toList());
  }

  @Test
  void dataIsFlatAndInSnakeCase() {
    Event event = new Event.Deferred(ABOUT, NOW, ATTEMPT, "Greylisted", NOW, true);

    String json = new String(EventRecord.of(event).value(), StandardCharsets.UTF_8);

    assertThat(json)
        .contains("\"message_id\":\"" + ABOUT.messageId() + "\"")
        .contains("\"account\":\"demo\"", "\"recipient\":\"ada@example.org\"")
        .contains("\"tags\":[\"welcome\"]", "\"metadata\":{\"order\":\"7\"}")
        .contains("\"time\":\"2026-03-01T10:15:30.123Z\"", "\"next_attempt\":\"2026-")
        .contains("\"class\":\"Greylisted\"", "\"outcome_unknown\":true")
        .contains("\"host\":\"mx.example.org\"", "\"attempts\":2", "\"enhanced_status\":\"2.0.0\"");
  }

  @Test
  void headersAreThoseOfCloudEventsInBinaryMode() {
    TopicRecord record = EventRecord.of(new Event.Delivered(ABOUT, NOW, ATTEMPT, 1500));

    assertThat(record.topic()).isEqualTo(Topic.EVENTS_DELIVERY);
    assertThat(record.key()).isEqualTo(ABOUT.messageId().toString());
    assertThat(record.headers())
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_id", ABOUT.messageId() + ".2.delivered")
        .containsEntry("ce_type", "email.delivered")
        .containsEntry("ce_source", "baton/delivery")
        .containsEntry("ce_time", "2026-03-01T10:15:30.123Z")
        .containsEntry("ce_subject", "ada@example.org")
        .containsEntry("content-type", "application/json")
        .containsKey("ce_dataschema");
  }

  @Test
  void aTypeOfALaterVersionIsPassedOver() {
    assertThat(
            EventRecord.read(
                "baton.events.delivery", Map.of("ce_type", "email.teleported"), new byte[0]))
        .isEmpty();
  }

  @Test
  void anEventOfAnAccountReadsBackAsItWasWritten() {
    AccountEvent event =
        new AccountEvent.DomainStatusChanged(
            MessageId.next(),
            "shop",
            NOW,
            "example.com",
            "failing",
            "verified",
            "It is gone.",
            NOW.plusSeconds(60));

    TopicRecord record = EventRecord.of(event);

    assertThat(EventRecord.readOfAccount(record.headers(), record.value())).contains(event);
    assertThat(EventRecord.read(record.topic().name(), record.headers(), record.value())).isEmpty();
    assertThat(record.topic()).isEqualTo(Topic.EVENTS_SUBMISSION);
    assertThat(record.key()).isEqualTo("shop/example.com");
    assertThat(record.headers())
        .containsEntry("ce_type", "domain.status_changed")
        .containsEntry("ce_subject", "example.com")
        .containsEntry("ce_source", "baton/submission");
    assertThat(new String(record.value(), StandardCharsets.UTF_8))
        .contains("\"status\":\"failing\"", "\"sends_until\":\"2026-03-01T10:16:30.123Z\"");
  }

  @Test
  void aPauseAndItsEndReadBackAsTheyWereWritten() {
    for (AccountEvent event :
        List.of(
            new AccountEvent.Paused("shop", NOW, "unpaid"),
            new AccountEvent.Resumed("shop", NOW))) {
      TopicRecord record = EventRecord.of(event);
      assertThat(EventRecord.readOfAccount(record.headers(), record.value())).contains(event);
      assertThat(record.headers()).containsEntry("ce_subject", "shop");
    }
  }

  @Test
  void whatIsAboutMessagesIsToldByItsType() {
    assertThat(events().map(Event::type)).allMatch(EventRecord::isAboutMessage);
    assertThat(EventRecord.isAboutMessage("domain.status_changed")).isFalse();
  }

  private static Stream<Class<?>> concrete(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(EventRecordTest::concrete).distinct()
        : Stream.of(type);
  }
}
