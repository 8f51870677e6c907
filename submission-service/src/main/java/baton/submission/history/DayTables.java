package baton.submission.history;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The days of the tables that hold history. Each of these is partitioned by ranges of message ids,
 * which lie side by side and cover all ids: {@code _earlier}, the days, {@code _later}. A default
 * partition would do the same for rows, but PostgreSQL takes partitions for ordered only where
 * there is none, and a page of a list is to be read from the newest day backwards and no further.
 */
@Singleton
class DayTables {

  private static final Logger LOG = Logger.getLogger(DayTables.class);

  /** In the order in which the projection writes to them. */
  private static final List<String> TABLES = List.of("message_tag", "message", "message_event");

  /** A number that no other lock of the database has. */
  private static final long LOCK = 0x6261_746f_6e64_6179L;

  /**
   * One instance at a time, and none for long in the way of those who read and write: changing the
   * partitions keeps them out.
   */
  private static final String ALONE =
      """
      select set_config('lock_timeout', '3s', true), pg_advisory_xact_lock($1)
      """;

  private static final String RANGES =
      """
      select child.relname as name,
        substring(bounds.text from 'FROM \\(''([^'']+)''\\)')::uuid as first,
        substring(bounds.text from 'TO \\(''([^'']+)''\\)')::uuid as behind
      from pg_inherits
        join pg_class child on child.oid = inhrelid,
        lateral (select pg_get_expr(child.relpartbound, child.oid) as text) as bounds
      where inhparent = $1::text::regclass
      order by behind
      """;

  private final Pool pool;

  DayTables(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /**
   * A partition.
   *
   * @param first id that it takes; null for {@code _earlier}
   * @param behind the first id that it does not take any more; null for {@code _later}
   */
  private record Range(String name, @Nullable UUID first, @Nullable UUID behind) {}

  /**
   * Makes the days that are missing up to {@code last}, and forgets those before {@code first} with
   * all that is in them. What is so already stays so. Fails where somebody reads or writes a table
   * for longer than a few seconds; then the days that are there are as whole as before.
   */
  Uni<Void> keep(LocalDate first, LocalDate last) {
    return Multi.createFrom()
        .iterable(TABLES)
        .onItem()
        .transformToUniAndConcatenate(
            table -> pool.withTransaction(connection -> keep(connection, table, first, last)))
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static Uni<Void> keep(
      SqlConnection connection, String table, LocalDate first, LocalDate last) {
    return connection
        .preparedQuery(ALONE)
        .execute(Tuple.of(LOCK))
        .chain(() -> ranges(connection, table))
        .chain(
            ranges ->
                make(connection, table, ranges, last)
                    .chain(() -> forget(connection, table, ranges, first)));
  }

  private static Uni<List<Range>> ranges(SqlConnection connection, String table) {
    return connection
        .preparedQuery(RANGES)
        .execute(Tuple.of("submission." + table))
        .map(
            rows -> StreamSupport.stream(rows.spliterator(), false).map(DayTables::range).toList());
  }

  /** The days are taken from the range of what is later, with what it holds of them. */
  private static Uni<Void> make(
      SqlConnection connection, String table, List<Range> ranges, LocalDate last) {
    UUID next =
        ranges.stream()
            .filter(range -> range.behind() == null)
            .map(Range::first)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(table + " has no range for later days"));
    LocalDate from = Days.of(next);
    if (from.isAfter(last)) {
      return Uni.createFrom().voidItem();
    }
    StringBuilder sql = new StringBuilder();
    sql.append("alter table submission.T detach partition submission.T_later;");
    from.datesUntil(last.plusDays(1))
        .forEach(
            day ->
                sql.append("create table submission.T_")
                    .append(day.format(DateTimeFormatter.BASIC_ISO_DATE))
                    .append(" partition of submission.T for values from (")
                    .append(literal(Days.firstId(day)))
                    .append(") to (")
                    .append(literal(Days.firstId(day.plusDays(1))))
                    .append(");"));
    String behind = literal(Days.firstId(last.plusDays(1)));
    sql.append("with due as (delete from submission.T_later where message_id < ")
        .append(behind)
        .append(" returning *) insert into submission.T select * from due;");
    sql.append("alter table submission.T attach partition submission.T_later for values from (")
        .append(behind)
        .append(") to (maxvalue)");
    return connection
        .query(of(table, sql.toString()))
        .execute()
        .invoke(() -> LOG.debugf("days of history made table=%s days=%s/%s", table, from, last))
        .replaceWithVoid();
  }

  /** All that ends before the first day becomes one empty range. */
  private static Uni<Void> forget(
      SqlConnection connection, String table, List<Range> ranges, LocalDate first) {
    List<Range> over =
        ranges.stream()
            .filter(range -> range.behind() != null && !Days.of(range.behind()).isAfter(first))
            .toList();
    if (over.size() < 2) {
      return Uni.createFrom().voidItem();
    }
    LocalDate behind = Days.of(over.getLast().behind());
    String names =
        over.stream().map(range -> "submission." + range.name()).collect(Collectors.joining(", "));
    String sql =
        "drop table "
            + names
            + "; create table submission.T_earlier partition of submission.T for values from"
            + " (minvalue) to ("
            + literal(Days.firstId(behind))
            + ")";
    return connection
        .query(of(table, sql))
        .execute()
        .invoke(() -> LOG.infof("history forgotten table=%s before=%s", table, behind))
        .replaceWithVoid();
  }

  private static String of(String table, String sql) {
    return sql.replace("submission.T", "submission." + table);
  }

  private static String literal(UUID id) {
    return "'" + id + "'";
  }

  private static Range range(Row row) {
    return new Range(row.getString("name"), row.getUUID("first"), row.getUUID("behind"));
  }
}
