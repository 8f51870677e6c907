package baton.submission.protection;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** The tables {@code account_quota} and {@code account_usage}. */
@Singleton
class AccountQuotas implements Usage {

  private static final String FIND =
      """
      select recipients, messages_per_minute, messages_per_day from submission.account_quota
      where account = $1
      """;

  private static final String SET =
      """
      insert into submission.account_quota
        (account, recipients, messages_per_minute, messages_per_day)
      values ($1, $2, $3, $4)
      on conflict (account) do update
      set recipients = excluded.recipients, messages_per_minute = excluded.messages_per_minute,
        messages_per_day = excluded.messages_per_day
      """;

  /** Spans that are over go; the last two stay for an instance whose clock is behind. */
  private static final String TAKE =
      """
      with over as (
        delete from submission.account_usage
        where account = $1 and seconds = $2
          and starts < $3::timestamptz - 2 * $2::integer * interval '1 second')
      insert into submission.account_usage as usage (account, seconds, starts, taken)
      select $1, $2, $3, $4::bigint where $4::bigint <= $5::bigint
      on conflict (account, seconds, starts) do update set taken = usage.taken + excluded.taken
      where usage.taken + excluded.taken <= $5
      """;

  private static final String TAKEN =
      """
      select taken from submission.account_usage
      where account = $1 and seconds = $2 and starts = $3
      """;

  /** A silent database is as good as none: whoever asks is told so. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Pool pool;
  private final InstantSource clock = InstantSource.system();

  AccountQuotas(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /** What was set for the account. */
  Uni<OwnQuota> find(String account) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(account))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              if (!found.hasNext()) {
                return OwnQuota.NONE;
              }
              Row row = found.next();
              return new OwnQuota(row.getLong(0), row.getLong(1), row.getLong(2));
            });
  }

  Uni<Void> set(String account, OwnQuota quota) {
    return pool.preparedQuery(SET)
        .execute(
            Tuple.of(
                account, quota.recipients(), quota.messagesPerMinute(), quota.messagesPerDay()))
        .replaceWithVoid();
  }

  /** What has been taken of today's quota. */
  Uni<Long> takenToday(String account) {
    return pool.preparedQuery(TAKEN)
        .execute(
            Tuple.of(
                account,
                Span.DAY.seconds(),
                Span.DAY.start(clock.instant()).atOffset(ZoneOffset.UTC)))
        .map(
            rows -> {
              RowIterator<Row> found = rows.iterator();
              return found.hasNext() ? found.next().getLong(0) : 0L;
            });
  }

  @Override
  public Uni<Boolean> take(String account, Span span, Instant start, long portion, long limit) {
    return pool.preparedQuery(TAKE)
        .execute(Tuple.of(account, span.seconds(), start.atOffset(ZoneOffset.UTC), portion, limit))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(rows -> rows.rowCount() == 1);
  }
}
