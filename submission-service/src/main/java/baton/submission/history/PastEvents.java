package baton.submission.history;

import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * The table {@code message_event}. In plain SQL, not by Hibernate: a batch is one statement, and
 * nothing of it is ever an entity.
 */
@Singleton
class PastEvents {

  private static final Logger LOG = Logger.getLogger(PastEvents.class);

  /**
   * What is new is counted too, for the account's reputation; what the sandbox made up is not, for
   * nobody got that mail. Of erased messages only the events' ids are kept, so that they are
   * counted once as well.
   */
  private static final String INSERT =
      """
      with event as (
        select *
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
            $7::boolean[])
          as event (message_id, id, account, type, time, data, erased)),
      kept as (
        insert into submission.message_event (message_id, id, account, type, time, data)
        select message_id, id, account, type, time, data::jsonb from event where not erased
        on conflict do nothing
        returning account, type, time, data),
      passed as (
        insert into submission.erased_event (message_id, id)
        select message_id, id from event where erased
        on conflict do nothing
        returning message_id, id),
      added as (
        select account, type, time, data from kept
        union all
        select account, type, time, data::jsonb
        from passed join (select distinct on (message_id, id) * from event where erased) as once
          using (message_id, id))
      insert into submission.account_day as counted
        (account, day, delivered, hard_bounces, complaints)
      select account, (time at time zone 'UTC')::date,
        count(*) filter (where type = 'email.delivered'),
        count(*) filter (where type = 'email.bounced' and data ->> 'hard' = 'true'),
        count(*) filter (where type = 'email.complained')
      from added
      where type in ('email.delivered', 'email.bounced', 'email.complained')
        and coalesce(data ->> 'site', data ->> 'report', '') <> 'sandbox'
      group by 1, 2
      order by 1, 2
      on conflict (account, day) do update
      set delivered = counted.delivered + excluded.delivered,
        hard_bounces = counted.hard_bounces + excluded.hard_bounces,
        complaints = counted.complaints + excluded.complaints
      """;

  static final String SELECT =
      """
      select message_id, id, account, type, time, data ->> 'recipient' as recipient,
        data::text as data
      from submission.message_event
      where message_id = $1 and account = $2
      order by type <> 'email.accepted', time, id
      """;

  private final Pool pool;
  private final ErasedMessages erased;

  PastEvents(@ReactiveDataSource("submission") Pool pool, ErasedMessages erased) {
    this.pool = pool;
    this.erased = erased;
  }

  /**
   * Keeps events, and what they say of their messages for the list: all of it or nothing. Those
   * that are there already change nothing. An event that PostgreSQL cannot hold is logged and
   * passed over, and takes no other with it.
   *
   * @return those that tell of the acceptance of messages that are erased; the same again where the
   *     events come again
   */
  Uni<List<PastEvent>> add(List<PastEvent> events) {
    if (events.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return pool.withTransaction(connection -> add(connection, events))
        .onFailure(PastEvents::isDataException)
        .recoverWithUni(e -> addHalves(events, e));
  }

  /** The accounts' days come last: all who write want the same few rows. */
  private Uni<List<PastEvent>> add(SqlConnection connection, List<PastEvent> events) {
    return erased
        .among(connection, events)
        .chain(
            gone ->
                MessageList.add(
                        connection,
                        events.stream().filter(event -> !gone.contains(event.messageId())).toList())
                    .chain(() -> connection.preparedQuery(INSERT).execute(columns(events, gone)))
                    .replaceWith(() -> ErasedMessages.acceptances(events, gone)));
  }

  /** The account's message's events, in order; empty where the account has no such message. */
  Uni<List<PastEvent>> of(String account, UUID messageId) {
    return pool.preparedQuery(SELECT)
        .execute(Tuple.of(messageId, account))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(PastEvents::event).toList());
  }

  private Uni<List<PastEvent>> addHalves(List<PastEvent> events, Throwable failure) {
    if (events.size() == 1) {
      PastEvent event = events.getFirst();
      LOG.errorf(
          "event not kept message=%s event=%s: %s",
          event.messageId(), event.id(), failure.getMessage());
      return Uni.createFrom().item(List.of());
    }
    int middle = events.size() / 2;
    return add(events.subList(0, middle))
        .chain(
            some ->
                add(events.subList(middle, events.size()))
                    .map(others -> Stream.concat(some.stream(), others.stream()).toList()));
  }

  /** Classes 22 and 54 of PostgreSQL's error codes: the data is at fault, trying again no use. */
  private static boolean isDataException(Throwable failure) {
    return failure instanceof PgException e
        && e.getSqlState() != null
        && (e.getSqlState().startsWith("22") || e.getSqlState().startsWith("54"));
  }

  private static Tuple columns(List<PastEvent> events, Set<UUID> erased) {
    int count = events.size();
    UUID[] messageIds = new UUID[count];
    String[] ids = new String[count];
    String[] accounts = new String[count];
    String[] types = new String[count];
    OffsetDateTime[] times = new OffsetDateTime[count];
    String[] data = new String[count];
    Boolean[] gone = new Boolean[count];
    for (int i = 0; i < count; i++) {
      PastEvent event = events.get(i);
      messageIds[i] = event.messageId();
      ids[i] = event.id();
      accounts[i] = event.account();
      types[i] = event.type();
      times[i] = event.time();
      data[i] = event.data();
      gone[i] = erased.contains(event.messageId());
    }
    return Tuple.from(new Object[] {messageIds, ids, accounts, types, times, data, gone});
  }

  private static PastEvent event(Row row) {
    return new PastEvent(
        row.getUUID("message_id"),
        row.getString("id"),
        row.getString("account"),
        row.getString("type"),
        row.getOffsetDateTime("time"),
        row.getString("recipient"),
        row.getString("data"));
  }
}
