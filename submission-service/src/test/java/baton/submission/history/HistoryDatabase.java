package baton.submission.history;

import baton.testkit.Backends;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.flywaydb.core.Flyway;

/** A database of a test's own, in which submission's schema is of any version. */
final class HistoryDatabase implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String url = Backends.postgres().freshUrl("history");
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool =
      Pool.newInstance(PgBuilder.pool().connectingTo(url).using(vertx).build());

  Pool pool() {
    return pool;
  }

  void migrate(String version) {
    Flyway.configure()
        .dataSource("jdbc:" + url, null, null)
        .schemas("submission")
        .defaultSchema("submission")
        .locations("db/submission")
        .target(version)
        .load()
        .migrate();
  }

  void execute(String sql) {
    pool.query(sql).execute().await().atMost(PATIENCE);
  }

  List<Row> rows(String sql, Object... values) {
    return StreamSupport.stream(
            pool.preparedQuery(sql)
                .execute(Tuple.from(values))
                .await()
                .atMost(PATIENCE)
                .spliterator(),
            false)
        .toList();
  }

  /** The only column of all rows, as text. */
  List<String> texts(String sql, Object... values) {
    return rows(sql, values).stream().map(row -> row.getString(0)).toList();
  }

  long count(String sql) {
    return rows(sql).getFirst().getLong(0);
  }

  @Override
  public void close() {
    pool.closeAndAwait();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
