package baton.submission.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.function.Function;

/**
 * A piece of work that one instance at a time does. Whoever has taken the turn has it until his
 * transaction ends, however that comes.
 */
public final class Turn {

  private static final String TAKE = "select pg_try_advisory_xact_lock(hashtextextended($1, 0))";

  private final Pool pool;
  private final String name;

  /**
   * A turn.
   *
   * @param name unlike any other turn's
   */
  public Turn(Pool pool, String name) {
    this.pool = pool;
    this.name = name;
  }

  /** Does the work within a transaction, or nothing where another instance is at it. */
  public Uni<Void> tryTake(Function<SqlConnection, Uni<Void>> work) {
    return pool.withTransaction(
        connection ->
            connection
                .preparedQuery(TAKE)
                .execute(Tuple.of(name))
                .chain(
                    rows ->
                        rows.iterator().next().getBoolean(0)
                            ? work.apply(connection)
                            : Uni.createFrom().voidItem()));
  }
}
