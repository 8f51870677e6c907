package baton.submission.history;

import baton.contracts.suppression.Suppression;
import baton.submission.admission.Receipt;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** All that history holds of one recipient of an account. */
@Singleton
public class RecipientHistory {

  /** Messages that are erased in one transaction, while the projection waits. */
  private static final long AT_ONCE = 500;

  private static final String ON_THEIR_WAY =
      """
      select message_id, recipient from submission.message
      where account = $1 and recipient_key = $2 and status < $3 and message_id > $4
      order by message_id limit $5
      """;

  private static final String LINES =
      """
      select message_id, recipient, status, tags from submission.message
      where account = $1 and recipient_key = $2 and message_id < $3 order by message_id limit $4
      """;

  private final Pool pool;

  RecipientHistory(@ReactiveDataSource("submission") Pool pool) {
    this.pool = pool;
  }

  /** How much there was: messages, and events of them. */
  public record Extent(long messages, long events) {

    static final Extent NOTHING = new Extent(0, 0);

    Extent and(Extent other) {
      return new Extent(messages + other.messages, events + other.events);
    }
  }

  /**
   * The recipient's messages that have not come to their end as far as the projection has come, in
   * the order of their ids.
   *
   * @param after only those with larger ids
   * @param limit how many at most
   */
  public Uni<List<Receipt>> onTheirWay(String account, String address, UUID after, long limit) {
    return pool.preparedQuery(ON_THEIR_WAY)
        .execute(
            Tuple.of(
                account,
                Suppression.normalise(address),
                MessageLine.rank(MessageHistory.Status.DELIVERED),
                after,
                limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> new Receipt(row.getString("recipient"), row.getUUID("message_id")))
                    .toList());
  }

  /**
   * Erases the recipient's messages that were accepted before that time, and sees to it that
   * nothing of them comes back with events that are read later. Where it fails, what is done stays
   * done, and doing it again does the rest.
   *
   * @param before to the millisecond
   * @param letGo gets those that have not come to their end, and none twice; they are forgotten
   *     when it has completed, for nobody knows of them afterwards. History waits meanwhile
   * @return what has been erased
   */
  public Uni<Extent> erase(
      String account, String address, Instant before, Function<List<Receipt>, Uni<Void>> letGo) {
    return pool.withTransaction(
            connection -> erasePart(connection, account, address, before, letGo))
        .chain(
            part ->
                part.messages() < AT_ONCE
                    ? Uni.createFrom().item(part)
                    : erase(account, address, before, letGo).map(part::and));
  }

  private static Uni<Extent> erasePart(
      SqlConnection connection,
      String account,
      String address,
      Instant before,
      Function<List<Receipt>, Uni<Void>> letGo) {
    return ErasedMessages.alone(connection)
        .chain(() -> ErasedMessages.add(connection, account, address, before))
        .chain(() -> lines(connection, account, address, before))
        .chain(
            lines ->
                lines.isEmpty()
                    ? Uni.createFrom().item(Extent.NOTHING)
                    : letGo
                        .apply(onTheirWay(lines))
                        .chain(() -> ErasedMessages.erase(connection, gone(account, lines)))
                        .map(events -> new Extent(lines.size(), events)));
  }

  private record Line(Receipt receipt, int status, List<String> tags) {}

  private static List<Receipt> onTheirWay(List<Line> lines) {
    int ended = MessageLine.rank(MessageHistory.Status.DELIVERED);
    return lines.stream().filter(line -> line.status() < ended).map(Line::receipt).toList();
  }

  private static List<ErasedMessages.Line> gone(String account, List<Line> lines) {
    return lines.stream()
        .map(line -> new ErasedMessages.Line(account, line.receipt().id(), line.tags()))
        .toList();
  }

  private static Uni<List<Line>> lines(
      SqlConnection connection, String account, String address, Instant before) {
    return connection
        .preparedQuery(LINES)
        .execute(Tuple.of(account, Suppression.normalise(address), Days.firstId(before), AT_ONCE))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Line(
                                new Receipt(row.getString("recipient"), row.getUUID("message_id")),
                                row.getInteger("status"),
                                List.of(row.getArrayOfStrings("tags"))))
                    .toList());
  }
}
