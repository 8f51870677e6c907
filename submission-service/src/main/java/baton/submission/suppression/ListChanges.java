package baton.submission.suppression;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.event.AccountEvent;
import baton.contracts.event.EventRecord;
import baton.contracts.suppression.Suppression;
import baton.submission.outbox.Untold;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The table {@code suppression_change}, within one transaction. What happened is told as it is
 * written there; what stands on the list, as it is when it is told.
 */
final class ListChanges implements Untold<ListChanges.Telling> {

  private static final long AT_ONCE = 1_000;

  private static final String SELECT =
      """
      select change.id, change.account, change.address, change.reason, change.message_id,
        change.added, change.time, entry.reason as listed_for, entry.since,
        entry.message_id as listed_by
      from submission.suppression_change as change
        left join submission.suppression as entry
          on entry.key = change.account || '/' || change.address
      order by change.time, change.id limit $1
      """;

  private static final String DELETE =
      "delete from submission.suppression_change where id = any($1)";

  private final SqlConnection connection;

  ListChanges(SqlConnection connection) {
    this.connection = connection;
  }

  /**
   * A record that tells of a change.
   *
   * @param change the row's id
   */
  record Telling(UUID change, TopicRecord record) {}

  @Override
  public Uni<List<Telling>> some() {
    return connection
        .preparedQuery(SELECT)
        .execute(Tuple.of(AT_ONCE))
        .map(
            rows -> {
              List<Telling> tellings = new ArrayList<>();
              Set<String> told = new HashSet<>();
              for (Row row : rows) {
                UUID change = row.getUUID("id");
                TopicRecord entry = entry(row);
                if (told.add(entry.key())) {
                  tellings.add(new Telling(change, entry));
                }
                if (row.getBoolean("added") != null) {
                  tellings.add(new Telling(change, EventRecord.of(event(row))));
                }
              }
              return tellings;
            });
  }

  @Override
  public TopicRecord record(Telling telling) {
    return telling.record();
  }

  @Override
  public Uni<Void> strikeOff(List<Telling> told) {
    UUID[] ids = told.stream().map(Telling::change).distinct().toArray(UUID[]::new);
    return connection.preparedQuery(DELETE).execute(Tuple.of(ids)).replaceWithVoid();
  }

  /** What is true now. */
  private static TopicRecord entry(Row row) {
    String account = row.getString("account");
    String address = row.getString("address");
    String reason = row.getString("listed_for");
    return reason == null
        ? new TopicRecord(Topic.SUPPRESSIONS, Suppression.key(account, address), Map.of(), null)
        : new Suppression(account, address, reason, instant(row, "since"), row.getUUID("listed_by"))
            .toRecord();
  }

  private static AccountEvent event(Row row) {
    UUID id = row.getUUID("id");
    String account = row.getString("account");
    String address = row.getString("address");
    String reason = row.getString("reason");
    Instant time = instant(row, "time");
    return row.getBoolean("added")
        ? new AccountEvent.SuppressionAdded(
            id, account, time, address, reason, row.getUUID("message_id"))
        : new AccountEvent.SuppressionRemoved(id, account, time, address, reason);
  }

  private static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }
}
