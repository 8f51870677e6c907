package baton.submission.history;

import baton.contracts.event.Event;
import baton.contracts.suppression.Suppression;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code message} and {@code message_tag}: a line for each message, by which it is
 * found. As far behind as the projection is.
 */
@Singleton
public class MessageList {

  private static final String INSERT =
      """
      insert into submission.message as line
        (account, message_id, recipient, recipient_key, sender, subject, subject_key, stream, tags,
         status)
      select account, message_id, recipient, recipient_key, sender, subject, subject_key, stream,
        string_to_array(tags, ','), status
      from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[],
          $7::text[], $8::text[], $9::text[], $10::int[])
        as new (account, message_id, recipient, recipient_key, sender, subject, subject_key,
          stream, tags, status)
      on conflict (account, message_id) do update set
        recipient = coalesce(excluded.recipient, line.recipient),
        recipient_key = coalesce(excluded.recipient_key, line.recipient_key),
        sender = coalesce(excluded.sender, line.sender),
        subject = coalesce(excluded.subject, line.subject),
        subject_key = coalesce(excluded.subject_key, line.subject_key),
        stream = coalesce(excluded.stream, line.stream),
        tags = coalesce(excluded.tags, line.tags),
        status = greatest(excluded.status, line.status)
      where excluded.status > line.status or (line.sender is null and excluded.sender is not null)
      """;

  private static final String INSERT_TAGS =
      """
      insert into submission.message_tag (account, tag, message_id)
      select account, tag, message_id
      from unnest($1::text[], $2::text[], $3::uuid[]) as new (account, tag, message_id)
      on conflict do nothing
      """;

  private final Pool pool;

  MessageList(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /** Keeps what events say of their messages; the same events again change nothing. */
  static Uni<Void> add(SqlConnection connection, List<PastEvent> events) {
    List<MessageLine> lines = MessageLine.of(events);
    if (lines.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return addTags(connection, lines)
        .chain(() -> connection.preparedQuery(INSERT).execute(columns(lines)))
        .replaceWithVoid();
  }

  /** The account's messages that are looked for, the newest first. */
  public Uni<List<Found>> find(String account, Search search) {
    Query query = query(account, search);
    return pool.preparedQuery(query.sql())
        .execute(Tuple.from(query.values()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(MessageList::found).toList());
  }

  /** A statement and its parameters. */
  record Query(String sql, List<Object> values) {}

  /** What asks PostgreSQL for these messages. */
  static Query query(String account, Search search) {
    List<Object> values = new ArrayList<>();
    values.add(account);
    StringBuilder sql = new StringBuilder();
    sql.append("select m.message_id, m.recipient, m.sender, m.subject, m.stream, m.tags, m.status");
    // Each way has an index that ends in the message id, so that a page is read and no more.
    if (search.tag() == null) {
      sql.append(" from submission.message m where m.account = $1");
    } else {
      sql.append(" from submission.message_tag t join submission.message m")
          .append(" on m.account = t.account and m.message_id = t.message_id")
          .append(" where t.account = $1");
      and(sql, "t.tag = ", search.tag(), values);
    }
    String id = search.tag() == null ? "m.message_id" : "t.message_id";
    sql.append(" and m.sender is not null");
    String recipient = search.recipient();
    and(
        sql,
        "m.recipient_key = ",
        recipient == null ? null : Suppression.normalise(recipient),
        values);
    MessageHistory.Status status = search.status();
    and(sql, "m.status = ", status == null ? null : MessageLine.rank(status), values);
    String subject = search.subject();
    if (subject != null) {
      String key = MessageLine.subjectKey(subject);
      and(sql, "m.subject_key >= ", key, values);
      and(sql, "m.subject_key < ", key + Character.toString(Character.MAX_CODE_POINT), values);
    }
    and(sql, id + " >= ", firstId(search.since()), values);
    and(sql, id + " < ", firstId(search.until()), values);
    and(sql, id + " < ", search.before(), values);
    sql.append(" order by ").append(id).append(" desc limit ").append(search.limit());
    return new Query(sql.toString(), values);
  }

  private static void and(
      StringBuilder sql, String condition, @Nullable Object value, List<Object> values) {
    if (value != null) {
      values.add(value);
      sql.append(" and ").append(condition).append('$').append(values.size());
    }
  }

  private static @Nullable UUID firstId(@Nullable Instant time) {
    return time == null ? null : Days.firstId(time);
  }

  private static Uni<Void> addTags(SqlConnection connection, List<MessageLine> lines) {
    List<String> accounts = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<UUID> ids = new ArrayList<>();
    for (MessageLine line : lines) {
      for (String tag : line.tags().stream().distinct().sorted().toList()) {
        accounts.add(line.account());
        tags.add(tag);
        ids.add(line.messageId());
      }
    }
    if (tags.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return connection
        .preparedQuery(INSERT_TAGS)
        .execute(
            Tuple.of(
                accounts.toArray(String[]::new),
                tags.toArray(String[]::new),
                ids.toArray(UUID[]::new)))
        .replaceWithVoid();
  }

  private static Tuple columns(List<MessageLine> lines) {
    int count = lines.size();
    String[][] texts = new String[8][count];
    UUID[] ids = new UUID[count];
    Integer[] ranks = new Integer[count];
    for (int i = 0; i < count; i++) {
      MessageLine line = lines.get(i);
      ids[i] = line.messageId();
      ranks[i] = line.rank();
      texts[0][i] = line.account();
      texts[1][i] = line.recipient();
      texts[2][i] = line.recipientKey();
      Event.Accepted accepted = line.accepted();
      if (accepted != null) {
        String subject = accepted.subject();
        texts[3][i] = accepted.sender();
        texts[4][i] = subject;
        texts[5][i] = subject == null ? null : MessageLine.subjectKey(subject);
        texts[6][i] = accepted.stream();
        texts[7][i] = String.join(",", line.tags());
      }
    }
    return Tuple.from(
        new Object[] {
          texts[0], ids, texts[1], texts[2], texts[3], texts[4], texts[5], texts[6], texts[7], ranks
        });
  }

  private static Found found(Row row) {
    return new Found(
        row.getUUID("message_id"),
        MessageLine.status(row.getInteger("status")),
        row.getString("sender"),
        row.getString("recipient"),
        row.getString("subject"),
        row.getString("stream"),
        List.of(row.getArrayOfStrings("tags")));
  }
}
