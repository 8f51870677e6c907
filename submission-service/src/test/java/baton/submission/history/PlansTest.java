package baton.submission.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How PostgreSQL goes about what is asked of history: 50,000 messages of ten days, by plans that
 * know the values and by plans that do not, as for statements that are asked often.
 */
class PlansTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final LocalDate TODAY = Days.of(Instant.now());

  private static HistoryDatabase database;

  @BeforeAll
  static void fill() {
    database = new HistoryDatabase();
    database.migrate("latest");
    DayTables days = new DayTables(database.pool());
    days.keep(TODAY.minusDays(90), TODAY.plusDays(13)).await().atMost(PATIENCE);
    database.execute(
        """
        create temp table one as
          select n, (lpad(to_hex((extract(epoch from date_trunc('day', now() at time zone 'UTC'))
              * 1000)::bigint + n * 17280), 12, '0')
            || '7000' || '8' || lpad(to_hex(n), 15, '0'))::uuid as id
          from generate_series(0, 49999) as n;
        insert into submission.message_event
          select id, id || '.' || event, 'a' || n % 20, 'email.' || event, now(),
            jsonb_build_object('account', 'a' || n % 20, 'recipient', 'r' || n % 5000 || '@example.org')
          from one, unnest(array['accepted', 'delivered', 'opened']) as event;
        insert into submission.message
          select 'a' || n % 20, id, 'R' || n % 5000 || '@example.org', 'r' || n % 5000 || '@example.org',
            'news@example.com', 'Order ' || n, 'order ' || n, 'transactional', array['orders', 't' || n % 7],
            case when n % 50 = 0 then 30 else 20 end
          from one;
        insert into submission.message_tag
          select 'a' || n % 20, tag, id from one, unnest(array['orders', 't' || n % 7]) as tag;
        drop table one
        """);
    // As autovacuum does it: the days, and not what they are the parts of.
    for (String table :
        database.texts(
            "select inhrelid::regclass::text from pg_inherits join pg_class c on c.oid = inhrelid"
                + " where c.relkind = 'r'")) {
      database.execute("analyze " + table);
    }
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPageOfTheListIsReadFromTheNewestDayBackwards(boolean generic) {
    for (Search search :
        List.of(
            search(null, null, null, null, null),
            search("R20@example.org", null, null, null, null),
            search(null, "orders", null, null, null),
            search(null, null, MessageHistory.Status.BOUNCED, null, null),
            search(null, "t3", MessageHistory.Status.BOUNCED, null, null),
            search(null, null, null, Days.firstId(TODAY.plusDays(5)), null),
            search(null, null, null, null, TODAY.plusDays(3)))) {
      MessageList.Query query = MessageList.query("a0", search);
      String plan = plan(generic, query.sql(), query.values());
      assertThat(scannedThrough(plan)).as("%s: %s", search, plan).isEmpty();
    }
  }

  @Test
  void theNewestPageLeavesOlderDaysUnread() {
    MessageList.Query query = MessageList.query("a0", search(null, null, null, null, null));

    assertThat(plan(true, query.sql(), query.values()).lines())
        .anyMatch(
            line -> line.contains("on message_" + day(TODAY)) && line.contains("never executed"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubjectIsFoundByItsIndex(boolean generic) {
    MessageList.Query query =
        MessageList.query("a0", new Search(null, null, null, "Order 400", null, null, null, 51));

    String plan = plan(generic, query.sql(), query.values());
    assertThat(scannedThrough(plan)).as(plan).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTimelineIsReadInOneDay(boolean generic) {
    UUID id =
        database
            .rows("select message_id from submission.message where account = 'a0' offset 7 limit 1")
            .getFirst()
            .getUUID(0);

    String plan = plan(generic, PastEvents.SELECT, List.of(id, "a0"));

    assertThat(plan).doesNotContain("Seq Scan").contains("rows=3");
    assertThat(
            Pattern.compile("message_event_\\d{8}")
                .matcher(plan)
                .results()
                .map(MatchResult::group)
                .distinct())
        .containsExactly("message_event_" + day(Days.of(id)));
  }

  /**
   * The tables with rows in them that are read from one end to the other; empty ones cost less so.
   */
  private static List<String> scannedThrough(String plan) {
    List<String> filled = IntStream.range(0, 10).mapToObj(n -> day(TODAY.plusDays(n))).toList();
    return Pattern.compile("Seq Scan on (message\\w*_(\\w+))")
        .matcher(plan)
        .results()
        .filter(scan -> filled.contains(scan.group(2)))
        .map(scan -> scan.group(1))
        .toList();
  }

  private static String day(LocalDate day) {
    return day.format(DateTimeFormatter.BASIC_ISO_DATE);
  }

  private static Search search(
      @Nullable String recipient,
      @Nullable String tag,
      MessageHistory.@Nullable Status status,
      @Nullable UUID before,
      @Nullable LocalDate since) {
    return new Search(
        recipient,
        tag,
        status,
        null,
        since == null ? null : since.atStartOfDay(ZoneOffset.UTC).toInstant(),
        null,
        before,
        51);
  }

  private static String plan(boolean generic, String sql, List<Object> values) {
    String given =
        values.stream().map(value -> "'" + value + "'").collect(Collectors.joining(", "));
    return database
        .pool()
        .withTransaction(
            connection ->
                connection
                    .query(
                        "set local plan_cache_mode = force_%s_plan; prepare asked as %s"
                            .formatted(generic ? "generic" : "custom", sql))
                    .execute()
                    .chain(
                        () ->
                            connection
                                .query(
                                    "explain (analyze, costs off, timing off, buffers off)"
                                        + " execute asked(%s)".formatted(given))
                                .execute())
                    .call(() -> connection.query("deallocate asked").execute()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .collect(Collectors.joining("\n")))
        .await()
        .atMost(PATIENCE);
  }
}
