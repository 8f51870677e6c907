package baton.submission.history;

import baton.contracts.MessageId;
import baton.contracts.suppression.Suppression;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Knows the messages whose recipients were erased, by what says nothing of them: the tables {@code
 * erased_event} and {@code erased_recipient}.
 *
 * <p>Whose a message is tells only the event of its acceptance. So an erased message that history
 * had not heard of is known from the moment that this event comes, and what came before it is
 * erased then.
 */
@Singleton
class ErasedMessages {

  /**
   * How long a recipient's hash is kept: longer than Kafka keeps an acceptance that is read late,
   * or again.
   */
  private static final Duration HASH_KEPT = Duration.ofDays(30);

  /** A number that no other lock of the database has. */
  private static final long LOCK = 0x6261_746f_6e65_7261L;

  private static final String WRITING = "select pg_advisory_xact_lock_shared($1)";

  private static final String ERASING =
      "select set_config('lock_timeout', '10s', true), pg_advisory_xact_lock($1)";

  private static final String AMONG =
      """
      select message_id from submission.erased_event where message_id = any($1::uuid[])
      union
      select accepted.message_id
      from unnest($2::uuid[], $3::text[], $4::timestamptz[])
          as accepted (message_id, recipient_hash, time)
        join submission.erased_recipient erased
          on erased.recipient_hash = accepted.recipient_hash and accepted.time < erased.erased_at
      """;

  private static final String ERASE_RECIPIENT =
      """
      insert into submission.erased_recipient as there (recipient_hash, erased_at) values ($1, $2)
      on conflict (recipient_hash) do update
      set erased_at = greatest(there.erased_at, excluded.erased_at)
      """;

  private static final String ERASE_TAGS =
      """
      delete from submission.message_tag tag
      using unnest($1::text[], $2::text[], $3::uuid[]) as gone (account, tag, message_id)
      where tag.account = gone.account and tag.tag = gone.tag and tag.message_id = gone.message_id
      """;

  private static final String ERASE_LINES =
      """
      delete from submission.message line
      using unnest($1::text[], $2::uuid[]) as gone (account, message_id)
      where line.account = gone.account and line.message_id = gone.message_id
      """;

  private static final String ERASE_EVENTS =
      """
      with gone as (
        delete from submission.message_event where message_id = any($1::uuid[])
        returning message_id, id),
      remembered as (
        insert into submission.erased_event (message_id, id) select message_id, id from gone
        on conflict do nothing)
      select count(*) from gone
      """;

  private static final String SWEEP =
      """
      with swept as (delete from submission.erased_event where message_id < $1)
      delete from submission.erased_recipient where erased_at < $2
      """;

  private final Pool pool;

  ErasedMessages(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /**
   * A line of the list.
   *
   * @param tags by which it is found as well
   */
  record Line(String account, UUID messageId, List<String> tags) {}

  /**
   * Those of the events' messages that are erased. Until the transaction ends nobody erases more of
   * them, so that what it writes of the others is found by whoever erases next.
   */
  Uni<Set<UUID>> among(SqlConnection connection, List<PastEvent> events) {
    return connection
        .preparedQuery(WRITING)
        .execute(Tuple.of(LOCK))
        .chain(() -> ask(connection, events))
        .call(gone -> eraseWhatCameBefore(connection, events, gone));
  }

  /** The events whose messages are not erased. */
  Uni<List<PastEvent>> without(List<PastEvent> events) {
    return ask(pool, events)
        .map(gone -> events.stream().filter(event -> !gone.contains(event.messageId())).toList());
  }

  /** Whether the message is known to be erased. */
  Uni<Boolean> contain(UUID messageId) {
    return pool.preparedQuery("select 1 from submission.erased_event where message_id = $1 limit 1")
        .execute(Tuple.of(messageId))
        .map(rows -> rows.size() > 0);
  }

  /** Begins to erase: waits for all who write, and has those who come wait. */
  static Uni<Void> alone(SqlConnection connection) {
    return connection.preparedQuery(ERASING).execute(Tuple.of(LOCK)).replaceWithVoid();
  }

  /** From now on the recipient's messages that were accepted before that time are erased. */
  static Uni<Void> add(SqlConnection connection, String account, String recipient, Instant before) {
    return connection
        .preparedQuery(ERASE_RECIPIENT)
        .execute(Tuple.of(hash(account, recipient), before.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  /** Erases messages, and tells how many events of them there were. */
  static Uni<Long> erase(SqlConnection connection, List<Line> lines) {
    List<String> accounts = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<UUID> tagged = new ArrayList<>();
    for (Line line : lines) {
      for (String tag : line.tags()) {
        accounts.add(line.account());
        tags.add(tag);
        tagged.add(line.messageId());
      }
    }
    UUID[] ids = lines.stream().map(Line::messageId).toArray(UUID[]::new);
    return connection
        .preparedQuery(ERASE_TAGS)
        .execute(Tuple.of(texts(accounts), texts(tags), tagged.toArray(UUID[]::new)))
        .chain(
            () ->
                connection
                    .preparedQuery(ERASE_LINES)
                    .execute(
                        Tuple.of(lines.stream().map(Line::account).toArray(String[]::new), ids)))
        .chain(() -> connection.preparedQuery(ERASE_EVENTS).execute(Tuple.of((Object) ids)))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  /** Those of the events that tell of the acceptance of these messages. */
  static List<PastEvent> acceptances(List<PastEvent> events, Set<UUID> messages) {
    return events.stream()
        .filter(event -> isAccepted(event) && messages.contains(event.messageId()))
        .toList();
  }

  /** Forgets what no event can ask for any more. */
  Uni<Void> sweep(LocalDate firstDay, Instant now) {
    return pool.preparedQuery(SWEEP)
        .execute(Tuple.of(Days.firstId(firstDay), now.minus(HASH_KEPT).atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private static Uni<Set<UUID>> ask(SqlClient client, List<PastEvent> events) {
    List<PastEvent> accepted =
        events.stream()
            .filter(ErasedMessages::isAccepted)
            .filter(event -> event.recipient() != null)
            .toList();
    return client
        .preparedQuery(AMONG)
        .execute(
            Tuple.of(
                events.stream().map(PastEvent::messageId).distinct().toArray(UUID[]::new),
                accepted.stream().map(PastEvent::messageId).toArray(UUID[]::new),
                accepted.stream()
                    .map(event -> hash(event.account(), event.recipient()))
                    .toArray(String[]::new),
                accepted.stream()
                    .map(event -> MessageId.time(event.messageId()).atOffset(ZoneOffset.UTC))
                    .toArray(OffsetDateTime[]::new)))
        .map(ErasedMessages::ids);
  }

  private static Uni<Long> eraseWhatCameBefore(
      SqlConnection connection, List<PastEvent> events, Set<UUID> gone) {
    List<Line> lines =
        acceptances(events, gone).stream()
            .map(event -> new Line(event.account(), event.messageId(), List.of()))
            .toList();
    return lines.isEmpty() ? Uni.createFrom().item(0L) : erase(connection, lines);
  }

  private static boolean isAccepted(PastEvent event) {
    return event.type().equals(MessageHistory.ACCEPTED);
  }

  private static Set<UUID> ids(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.getUUID("message_id"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String[] texts(List<String> texts) {
    return texts.toArray(String[]::new);
  }

  private static String hash(String account, String recipient) {
    try {
      byte[] key = Suppression.key(account, recipient).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
