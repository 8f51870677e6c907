package baton.submission.settings;

import baton.contracts.TopicRecord;
import baton.contracts.setting.Setting;
import baton.submission.outbox.Untold;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code setting_change}, within one transaction. It says which keys have changed, and
 * not how: what is told is what is true when it is told.
 */
final class ChangedSettings implements Untold<ChangedSettings.Change> {

  private static final long AT_ONCE = 500;

  private static final String SELECT =
      "select id, key from submission.setting_change order by id limit $1";

  private static final String DELETE = "delete from submission.setting_change where id = any($1)";

  private final SqlConnection connection;
  private final SettingTables tables;

  ChangedSettings(SqlConnection connection, SettingTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /**
   * A key that has changed.
   *
   * @param ids of the rows that say so
   * @param setting what is true now; null where there is nothing of that key any more
   */
  record Change(String key, List<Long> ids, @Nullable Setting setting) {}

  @Override
  public Uni<List<Change>> some() {
    return connection
        .preparedQuery(SELECT)
        .execute(Tuple.of(AT_ONCE))
        .chain(
            rows -> {
              Map<String, List<Long>> changed = new LinkedHashMap<>();
              for (Row row : rows) {
                changed
                    .computeIfAbsent(row.getString("key"), _ -> new ArrayList<>())
                    .add(row.getLong("id"));
              }
              return tables.find(connection, changed.keySet()).map(now -> changes(changed, now));
            });
  }

  @Override
  public TopicRecord record(Change change) {
    Setting setting = change.setting();
    return setting == null ? Setting.tombstone(change.key()) : setting.toRecord();
  }

  @Override
  public Uni<Void> strikeOff(List<Change> told) {
    Long[] ids = told.stream().flatMap(change -> change.ids().stream()).toArray(Long[]::new);
    return connection.preparedQuery(DELETE).execute(Tuple.of(ids)).replaceWithVoid();
  }

  private static List<Change> changes(Map<String, List<Long>> changed, Map<String, Setting> now) {
    List<Change> changes = new ArrayList<>(changed.size());
    changed.forEach((key, ids) -> changes.add(new Change(key, ids, now.get(key))));
    return changes;
  }
}
