package baton.submission.protection;

import baton.contracts.TopicRecord;
import baton.contracts.event.AccountEvent;
import baton.contracts.event.EventRecord;
import baton.submission.outbox.Untold;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The tables {@code account_pause} and {@code account_day}; the latter is filled by history. */
@Singleton
class AccountPauses implements Untold<AccountEvent> {

  private static final String REPUTATION =
      """
      select coalesce(sum(delivered), 0)::bigint, coalesce(sum(hard_bounces), 0)::bigint,
        coalesce(sum(complaints), 0)::bigint
      from submission.account_day where account = $1 and day > $2
      """;

  private static final String PAUSE =
      """
      insert into submission.account_pause as pause (account, reason, paused_at, told)
      values ($1, $2, $3, false)
      on conflict (account) do update
      set reason = excluded.reason, paused_at = excluded.paused_at, resumed_at = null, told = false
      where pause.resumed_at is not null
      """;

  private static final String RESUME =
      """
      with resumed as (
        update submission.account_pause set resumed_at = $2, told = false
        where account = $1 and resumed_at is null
        returning account),
      forgiven as (
        delete from submission.account_day where account in (select account from resumed))
      select account from resumed
      """;

  private static final String CURRENT =
      """
      select reason, paused_at from submission.account_pause
      where account = $1 and resumed_at is null
      """;

  private static final String UNTOLD =
      "select account, reason, paused_at, resumed_at from submission.account_pause where not told";

  private static final String TOLD =
      """
      update submission.account_pause set told = true
      where account = $1 and coalesce(resumed_at, paused_at) = $2
      """;

  private static final String FORGET = "delete from submission.account_day where day < $1";

  /** A silent database is as good as none: whoever asks is told so. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Pool pool;

  AccountPauses(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /** What was counted since the end of {@code before}, a day in UTC. */
  Uni<Reputation> reputation(String account, LocalDate before) {
    return pool.preparedQuery(REPUTATION)
        .execute(Tuple.of(account, before))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return new Reputation(row.getLong(0), row.getLong(1), row.getLong(2));
            });
  }

  /** Forgets what was counted before that day. */
  Uni<Void> forget(LocalDate first) {
    return pool.preparedQuery(FORGET).execute(Tuple.of(first)).replaceWithVoid();
  }

  /** Whether it is paused now and was not before. */
  Uni<Boolean> pause(String account, String reason, Instant now) {
    return pool.preparedQuery(PAUSE)
        .execute(Tuple.of(account, reason, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Whether it was paused and is no longer; what was counted of it is forgotten. */
  Uni<Boolean> resume(String account, Instant now) {
    return pool.preparedQuery(RESUME)
        .execute(Tuple.of(account, now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.iterator().hasNext());
  }

  Uni<Optional<Pause>> current(String account) {
    return pool.preparedQuery(CURRENT)
        .execute(Tuple.of(account))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .map(
            rows ->
                stream(rows)
                    .map(row -> new Pause(row.getString(0), instant(row.getOffsetDateTime(1))))
                    .findFirst());
  }

  @Override
  public Uni<List<AccountEvent>> some() {
    return pool.query(UNTOLD)
        .execute()
        .map(rows -> stream(rows).map(AccountPauses::event).toList());
  }

  @Override
  public TopicRecord record(AccountEvent change) {
    return EventRecord.of(change);
  }

  /** Where the account's standing has changed again meanwhile, that is still to be told. */
  @Override
  public Uni<Void> strikeOff(List<AccountEvent> told) {
    return Multi.createFrom()
        .iterable(told)
        .onItem()
        .transformToUniAndConcatenate(this::told)
        .collect()
        .asList()
        .replaceWithVoid();
  }

  private Uni<Void> told(AccountEvent event) {
    return pool.preparedQuery(TOLD)
        .execute(Tuple.of(event.account(), event.time().atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private static AccountEvent event(Row row) {
    String account = row.getString("account");
    OffsetDateTime resumed = row.getOffsetDateTime("resumed_at");
    return resumed == null
        ? new AccountEvent.Paused(
            account, instant(row.getOffsetDateTime("paused_at")), row.getString("reason"))
        : new AccountEvent.Resumed(account, instant(resumed));
  }

  private static Instant instant(OffsetDateTime time) {
    return time.toInstant();
  }

  private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }
}
