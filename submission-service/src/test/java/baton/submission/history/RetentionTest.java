package baton.submission.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import baton.contracts.MessageId;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** History by days: made ahead, forgotten whole. */
class RetentionTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> TABLES = List.of("message_event", "message", "message_tag");

  private final HistoryDatabase database = new HistoryDatabase();
  private final DayTables days = new DayTables(database.pool());
  private final PastEvents events =
      new PastEvents(database.pool(), new ErasedMessages(database.pool()));
  private final LocalDate today = Days.of(Instant.now());

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aDayIsForgottenWholeAndNothingElseIs() {
    database.migrate("latest");
    keep(today, today.plusDays(3));
    List<UUID> ids = IntStream.rangeClosed(0, 3).mapToObj(n -> accept(today.plusDays(n))).toList();
    for (int n = 0; n <= 3; n++) {
      String day = today.plusDays(n).toString().replace("-", "");
      for (String table : TABLES) {
        assertThat(tableOf(table, ids.get(n))).isEqualTo(table + "_" + day);
      }
    }

    keep(today.plusDays(2), today.plusDays(5));
    keep(today.plusDays(2), today.plusDays(5));

    for (String table : TABLES) {
      assertThat(idsIn(table)).containsExactlyElementsOf(ids.subList(2, 4));
    }
    keep(today.plusDays(9), today.plusDays(12));
    assertThat(TABLES).allSatisfy(table -> assertThat(idsIn(table)).isEmpty());
  }

  @Test
  void whatBelongsToNoDayIsKeptUntilItsDayIsMade() {
    database.migrate("latest");
    keep(today, today.plusDays(1));
    UUID old = accept(today.minusDays(400));
    UUID early = accept(today.plusDays(4));
    UUID far = accept(today.plusYears(300));

    assertThat(idsIn("message")).containsExactly(old, early, far);
    assertThat(tableOf("message", early)).isEqualTo("message_later");

    keep(today, today.plusDays(4));
    for (String table : TABLES) {
      assertThat(idsIn(table)).containsExactly(old, early, far);
      assertThat(tableOf(table, early))
          .isEqualTo(table + "_" + today.plusDays(4).toString().replace("-", ""));
      assertThat(tableOf(table, far)).isEqualTo(table + "_later");
    }
  }

  @Test
  void instancesThatComeTogetherMakeAndForgetEachDayOnce() {
    database.migrate("latest");
    keep(today, today.plusDays(2));
    UUID kept = accept(today.plusDays(2));
    accept(today);

    Uni.join()
        .all(
            Stream.generate(() -> days.keep(today.plusDays(1), today.plusDays(6)))
                .limit(4)
                .toList())
        .andFailFast()
        .await()
        .atMost(PATIENCE);

    assertThat(TABLES).allSatisfy(table -> assertThat(idsIn(table)).containsExactly(kept));
    assertThat(
            database.count(
                "select count(*) from pg_inherits where inhparent = 'submission.message'::regclass"))
        .isEqualTo(8);
  }

  @Test
  void anUpgradeKeepsWhatIsThereAndForgetsItInItsTime() {
    database.migrate("5");
    UUID old = MessageId.next();
    UUID ahead = idOn(today.plusDays(200));
    for (UUID id : List.of(old, ahead)) {
      database.execute(
          """
          insert into submission.message_event
          values ('ID', 'e', 'shop', 'email.accepted', now(), '{"account": "shop"}');
          insert into submission.message (account, message_id, recipient_key, sender, status)
          values ('shop', 'ID', 'ada@example.org', '', 0);
          insert into submission.message_tag values ('shop', 'orders', 'ID')
          """
              .replace("ID", id.toString()));
    }

    database.migrate("latest");

    for (String table : TABLES) {
      assertThat(tableOf(table, old)).isEqualTo(table + "_first");
      assertThat(tableOf(table, ahead)).isEqualTo(table + "_later");
    }
    keep(today.minusDays(90), today.plusDays(3));
    assertThat(idsIn("message")).containsExactly(old, ahead);
    keep(today.plusDays(1), today.plusDays(3));
    assertThat(TABLES).allSatisfy(table -> assertThat(idsIn(table)).containsExactly(ahead));
  }

  @Test
  void anotherDayIsLetGoOfWhenItIsOver() {
    Retention retention = new Retention(Duration.ofDays(90));
    Instant noon = Instant.parse("2026-11-22T12:00:00Z");

    assertThat(retention.firstDay(noon)).isEqualTo("2026-08-24");
    assertThat(retention.hasLetGo(id("2026-08-24T00:00:00Z"), noon)).isFalse();
    assertThat(retention.hasLetGo(id("2026-08-23T23:59:59.999Z"), noon)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "-P1D", "PT23H", "P3651D"})
  void aRetentionThatMakesNoSenseIsNamed(Duration kept) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> new Retention(kept))
        .withMessageContaining("BATON_SUBMISSION_HISTORY_RETENTION");
  }

  private void keep(LocalDate first, LocalDate last) {
    days.keep(first, last).await().atMost(PATIENCE);
  }

  /** Has the projection keep a message that was accepted on that day. */
  private UUID accept(LocalDate day) {
    UUID id = idOn(day);
    String data =
        """
        {"message_id": "%s", "account": "shop", "recipient": "ada@example.org", "tags": ["orders"],
         "time": "2026-11-22T00:00:00Z", "sender": "", "protocol": "http", "size": 1,
         "stream": "transactional"}
        """
            .formatted(id);
    events
        .add(
            List.of(
                new PastEvent(
                    id,
                    id + ".accepted",
                    "shop",
                    "email.accepted",
                    day.atStartOfDay().atOffset(ZoneOffset.UTC),
                    "ada@example.org",
                    data)))
        .await()
        .atMost(PATIENCE);
    return id;
  }

  private List<UUID> idsIn(String table) {
    return database
        .rows("select message_id from submission.%s order by message_id".formatted(table))
        .stream()
        .map(row -> row.getUUID(0))
        .toList();
  }

  private String tableOf(String table, UUID id) {
    return database
        .texts(
            "select relname::text from pg_class c join submission.%s t on t.tableoid = c.oid where t.message_id = $1"
                .formatted(table),
            id)
        .getFirst();
  }

  private static UUID idOn(LocalDate day) {
    return later(Days.firstId(day), 3_600_000);
  }

  private static UUID id(String time) {
    return Days.firstId(Instant.parse(time));
  }

  private static UUID later(UUID id, long millis) {
    return new UUID(id.getMostSignificantBits() + (millis << 16) + 0x7000, 0x8000_0000_0000_0001L);
  }
}
