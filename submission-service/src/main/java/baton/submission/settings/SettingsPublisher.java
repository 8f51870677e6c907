package baton.submission.settings;

import baton.contracts.Topic;
import baton.contracts.TopicRecord;
import baton.contracts.setting.Setting;
import baton.submission.outbox.Outbox;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Makes {@code baton.settings} follow PostgreSQL. One instance at a time writes to the topic, and
 * reads what it writes only when it is its turn: what is true later never stands before what was
 * true earlier.
 */
@Singleton
class SettingsPublisher {

  private static final Logger LOG = Logger.getLogger(SettingsPublisher.class);

  private static final int AT_ONCE = 500;

  private static final String PENDING = "select exists(select from submission.setting_change)";

  /** Whoever has taken a turn has it until his transaction ends, however that comes. */
  private static final String TRY_TURN =
      "select pg_try_advisory_xact_lock(hashtextextended('baton.settings', 0))";

  private final Pool pool;
  private final SettingTables tables;
  private final SettingsTopic topic;
  private final Outbox outbox;

  SettingsPublisher(
      @ReactiveDataSource("submission") Pool pool,
      SettingTables tables,
      SettingsTopic topic,
      Outbox outbox) {
    this.pool = pool;
    this.tables = tables;
    this.topic = topic;
    this.outbox = outbox;
  }

  /**
   * Tells what has changed, unless another instance is at it. Where that fails, all of it is told
   * the next time.
   */
  Uni<Void> tell() {
    return pool.query(PENDING)
        .execute()
        .chain(
            rows ->
                rows.iterator().next().getBoolean(0)
                    ? pool.withTransaction(this::tellIfFree)
                    : Uni.createFrom().voidItem());
  }

  private Uni<Void> tellIfFree(SqlConnection connection) {
    return tryTurn(connection)
        .chain(
            turn ->
                turn
                    ? new ChangedSettings(connection, tables).tell(outbox)
                    : Uni.createFrom().voidItem());
  }

  private static Uni<Boolean> tryTurn(SqlConnection connection) {
    return connection.query(TRY_TURN).execute().map(rows -> rows.iterator().next().getBoolean(0));
  }

  /**
   * Compares all of the topic with PostgreSQL and mends what is missing or wrong there: the topic
   * may be new, or have been lost; PostgreSQL may have been restored; and what is the same for all
   * domains is configured, and changes with a restart. Waits for no other instance.
   *
   * @return whether it was its turn, and the topic is right
   */
  Uni<Boolean> compare() {
    // Read before the turn: whatever changes meanwhile is written down, and told after it.
    return Uni.createFrom()
        .item(topic::read)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .chain(there -> pool.withTransaction(connection -> mendIfFree(connection, there)));
  }

  private Uni<Boolean> mendIfFree(SqlConnection connection, Map<String, byte[]> there) {
    return tryTurn(connection)
        .chain(
            turn ->
                turn
                    ? tables.all(connection).chain(wanted -> mend(there, wanted)).replaceWith(true)
                    : Uni.createFrom().item(false));
  }

  private Uni<Void> mend(Map<String, byte[]> there, Map<String, Setting> wanted) {
    List<TopicRecord> records = new ArrayList<>();
    for (Setting setting : wanted.values()) {
      TopicRecord record = setting.toRecord();
      if (!Arrays.equals(record.value(), there.get(setting.key()))) {
        records.add(record);
      }
    }
    for (String key : there.keySet()) {
      if (!wanted.containsKey(key)) {
        records.add(Setting.tombstone(key));
      }
    }
    LOG.infof(
        "settings compared topic=%s count=%d mended=%d",
        Topic.SETTINGS.name(), wanted.size(), records.size());
    return Multi.createFrom()
        .iterable(records)
        .group()
        .intoLists()
        .of(AT_ONCE)
        .onItem()
        .transformToUniAndConcatenate(some -> outbox.publish(some).replaceWith(some.size()))
        .collect()
        .last()
        .replaceWithVoid();
  }
}
