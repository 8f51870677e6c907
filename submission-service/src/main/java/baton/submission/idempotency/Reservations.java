package baton.submission.idempotency;

import baton.contracts.suppression.Suppression;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Receipt;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * The table {@code idempotency}. Every statement is a transaction of its own and decides by itself
 * who is first; the clock is PostgreSQL's, for all instances alike. Everything fails where there is
 * no answer within a few seconds.
 */
@Singleton
class Reservations {

  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final int MOST_SWEPT = 5_000;

  private static final String INSERT =
      """
      insert into submission.idempotency
        (account, key, request_hash, message_ids, recipients, attempt, lease_until, producers)
      values ($1, $2, $3, $4, $5, $6, now() + $7::float8 * interval '1 millisecond', $8)
      on conflict (account, key) do nothing
      """;

  private static final String SELECT =
      """
      select request_hash, message_ids, recipients, answered, attempt, producers, reserved_at,
             lease_until <= now() as lease_over
      from submission.idempotency where account = $1 and key = $2
      """;

  private static final String TAKE_OVER =
      """
      update submission.idempotency
      set attempt = $4, lease_until = now() + $5::float8 * interval '1 millisecond', producers = $6
      where account = $1 and key = $2 and attempt = $3 and not answered and lease_until <= now()
      """;

  /** Whose attempt it was does not matter: it is true of the message ids. */
  private static final String ANSWERED =
      "update submission.idempotency set answered = true where account = $1 and key = $2";

  private static final String ABANDON =
      """
      update submission.idempotency set lease_until = now()
      where account = $1 and key = $2 and attempt = $3 and lease_until > now()
      """;

  private static final String RELEASE =
      """
      delete from submission.idempotency
      where account = $1 and key = $2 and attempt = $3 and not answered
      """;

  private static final String SWEEP =
      """
      delete from submission.idempotency where (account, key) in
        (select account, key from submission.idempotency
         where reserved_at < now() - $1::float8 * interval '1 millisecond' limit $2)
      """;

  /**
   * As the recipient may be spelled. What lower case is depends on the database's locale, but for
   * ASCII in the collation C: all that is more than ASCII is looked at here.
   */
  private static final String SPELLED =
      """
      select distinct address
      from submission.idempotency, unnest(recipients) as address
      where account = $1 and answered
        and (lower(address collate "C") = $2 or octet_length(address) <> char_length(address))
      """;

  /** What is not answered is needed as it is, by whoever takes it over. */
  private static final String ERASE =
      """
      update submission.idempotency
      set recipients = array(
        select case when address = any($2) then $3 else address end
        from unnest(recipients) with ordinality as recipient (address, place) order by place)
      where account = $1 and answered and recipients && $2
      """;

  private final Pool pool;

  Reservations(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /** Whether the key was free and is now the attempt's. */
  Uni<Boolean> insert(
      String account,
      IdempotencyKey key,
      List<Receipt> receipts,
      UUID attempt,
      Duration lease,
      List<String> producers) {
    return changes(
        INSERT,
        account,
        key.value(),
        key.requestHash(),
        receipts.stream().map(Receipt::id).toArray(UUID[]::new),
        receipts.stream().map(Receipt::recipient).toArray(String[]::new),
        attempt,
        (double) lease.toMillis(),
        producers.toArray(String[]::new));
  }

  /** What stands under the key. */
  Uni<Optional<Reservation>> find(String account, IdempotencyKey key) {
    return ask(SELECT, account, key.value())
        .map(
            rows ->
                rows.size() == 0 ? Optional.empty() : Optional.of(read(rows.iterator().next())));
  }

  /** Whether the lease was over and nobody was quicker: then it is the new attempt's. */
  Uni<Boolean> takeOver(
      String account,
      IdempotencyKey key,
      UUID old,
      UUID attempt,
      Duration lease,
      List<String> producers) {
    return changes(
        TAKE_OVER,
        account,
        key.value(),
        old,
        attempt,
        (double) lease.toMillis(),
        producers.toArray(String[]::new));
  }

  /** Writes down that the mail was accepted. */
  Uni<Boolean> answered(String account, IdempotencyKey key) {
    return changes(ANSWERED, account, key.value());
  }

  /** Ends the attempt's lease: what came of it is not known. */
  Uni<Boolean> abandon(String account, IdempotencyKey key, UUID attempt) {
    return changes(ABANDON, account, key.value(), attempt);
  }

  /** Gives the key free: certainly nothing was accepted under it. */
  Uni<Boolean> release(String account, IdempotencyKey key, UUID attempt) {
    return changes(RELEASE, account, key.value(), attempt);
  }

  /**
   * Puts something else in a recipient's place in all answers of the account; in how many.
   *
   * @param address as {@link Suppression#normalise} has it
   */
  Uni<Integer> erase(String account, String address, String instead) {
    return ask(SPELLED, account, address)
        .chain(
            rows -> {
              String[] spelled =
                  StreamSupport.stream(rows.spliterator(), false)
                      .map(row -> row.getString("address"))
                      .filter(each -> Suppression.normalise(each).equals(address))
                      .toArray(String[]::new);
              return spelled.length == 0
                  ? Uni.createFrom().item(0)
                  : ask(ERASE, account, spelled, instead).map(RowSet::rowCount);
            });
  }

  /** Removes what was reserved longer ago than that, a few thousand at a time; how many. */
  Uni<Integer> sweep(Duration age) {
    return ask(SWEEP, (double) age.toMillis(), (long) MOST_SWEPT)
        .map(RowSet::rowCount)
        .chain(
            swept ->
                swept < MOST_SWEPT
                    ? Uni.createFrom().item(swept)
                    : sweep(age).map(more -> more + swept));
  }

  private Uni<Boolean> changes(String sql, Object... values) {
    return ask(sql, values).map(rows -> rows.rowCount() == 1);
  }

  private Uni<RowSet<Row>> ask(String sql, Object... values) {
    return pool.preparedQuery(sql).execute(Tuple.from(values)).ifNoItem().after(PATIENCE).fail();
  }

  private static Reservation read(Row row) {
    UUID[] ids = row.getArrayOfUUIDs("message_ids");
    String[] recipients = row.getArrayOfStrings("recipients");
    return new Reservation(
        row.getString("request_hash"),
        IntStream.range(0, ids.length).mapToObj(i -> new Receipt(recipients[i], ids[i])).toList(),
        row.getBoolean("answered"),
        row.getUUID("attempt"),
        row.getBoolean("lease_over"),
        List.of(row.getArrayOfStrings("producers")),
        row.getOffsetDateTime("reserved_at").toInstant());
  }
}
