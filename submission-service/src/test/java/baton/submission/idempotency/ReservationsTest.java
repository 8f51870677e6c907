package baton.submission.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import baton.contracts.MessageId;
import baton.contracts.suppression.Suppression;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Receipt;
import baton.testkit.Backends;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In databases that differ in what they take for lower case. */
class ReservationsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ERASED = "erased@erased.invalid";

  private static final Vertx VERTX = Vertx.vertx();
  private static final Map<String, Pool> POOLS = new ConcurrentHashMap<>();

  @AfterAll
  static void close() {
    POOLS.values().forEach(Pool::closeAndAwait);
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  /** Dotted I and the final sigma are where PostgreSQL and Java part, whatever the locale. */
  @ParameterizedTest
  @CsvSource({
    "locale 'C' locale_provider libc, Ada@example.org, aDA@EXAMPLE.ORG",
    "locale 'C' locale_provider libc, Ärger@example.org, ärger@example.org",
    "locale 'C' locale_provider libc, ärger@example.org, ÄRGER@Example.org",
    "locale 'C.UTF-8' locale_provider builtin, Ärger@example.org, ärger@example.org",
    "locale 'C.UTF-8' locale_provider builtin, İsmet@example.org, İSMET@example.org",
    "locale 'C.UTF-8' locale_provider builtin, ΝΙΚΟΣ@example.org, νικος@example.org",
  })
  void aRecipientIsErasedInWhateverCaseTheDatabaseKnows(
      String database, String written, String asked) {
    Reservations reservations =
        new Reservations(POOLS.computeIfAbsent(database, _ -> open(database)));
    String account = MessageId.next().toString().substring(28, 36);
    IdempotencyKey key = new IdempotencyKey("order-1", "a".repeat(64));
    List<Receipt> receipts =
        Stream.of("grace@example.org", written, "ärgerlich@example.org")
            .map(recipient -> new Receipt(recipient, MessageId.next()))
            .toList();
    await(
        reservations.insert(
            account, key, receipts, UUID.randomUUID(), Duration.ofMinutes(1), List.of()));
    await(reservations.answered(account, key));

    assertThat(await(reservations.erase(account, Suppression.normalise(asked), ERASED))).isOne();

    assertThat(await(reservations.find(account, key)).orElseThrow().receipts())
        .containsExactly(
            receipts.getFirst(), new Receipt(ERASED, receipts.get(1).id()), receipts.getLast());
  }

  private static Pool open(String locale) {
    String url = Backends.postgres().freshUrl("reservations");
    String name = "r_" + UUID.randomUUID().toString().substring(0, 8);
    Pool maker = pool(url);
    await(
        maker
            .query("create database " + name + " template template0 encoding 'UTF8' " + locale)
            .execute());
    maker.closeAndAwait();
    String other = url.replaceFirst("/t_reservations_[^?]+", "/" + name);
    Flyway.configure()
        .dataSource("jdbc:" + other, null, null)
        .schemas("submission")
        .defaultSchema("submission")
        .locations("db/submission")
        .load()
        .migrate();
    return pool(other);
  }

  private static Pool pool(String url) {
    return Pool.newInstance(PgBuilder.pool().connectingTo(url).using(VERTX).build());
  }

  private static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }
}
