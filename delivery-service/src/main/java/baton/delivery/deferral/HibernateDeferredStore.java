package baton.delivery.deferral;

import baton.contracts.event.Json;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Outcome;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;

/** The deferred table in PostgreSQL, by Hibernate Reactive. */
@Singleton
class HibernateDeferredStore implements DeferredStore {

  private static final int ROWS_PER_ROUND_TRIP = 100;

  private final Vertx vertx;
  private final Mutiny.SessionFactory factory;

  HibernateDeferredStore(Vertx vertx, @PersistenceUnit("delivery") Mutiny.SessionFactory factory) {
    this.vertx = vertx;
    this.factory = factory;
  }

  @Override
  public CompletionStage<Map<Integer, Long>> takeOver(Collection<Integer> partitions) {
    List<Integer> ordered = partitions.stream().sorted().toList();
    return inTransaction(
        session -> {
          Map<Integer, Long> epochs = new HashMap<>();
          Uni<Map<Integer, Long>> all = Uni.createFrom().item(epochs);
          for (int partition : ordered) {
            all = all.flatMap(done -> raise(session, partition, epochs));
          }
          return all;
        });
  }

  private static Uni<Map<Integer, Long>> raise(
      Mutiny.StatelessSession session, int partition, Map<Integer, Long> epochs) {
    return session
        .createNativeQuery(
            """
            insert into delivery.tenure as t (partition, epoch) values (:partition, 1)
            on conflict (partition) do update set epoch = t.epoch + 1
            returning epoch
            """,
            Long.class)
        .setParameter("partition", partition)
        .getSingleResult()
        .map(
            epoch -> {
              epochs.put(partition, epoch);
              return epochs;
            });
  }

  @Override
  public CompletionStage<Set<UUID>> among(Collection<UUID> ids) {
    return inTransaction(session -> existing(session, ids));
  }

  private static Uni<Set<UUID>> existing(Mutiny.StatelessSession session, Collection<UUID> ids) {
    if (ids.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    return session
        .createQuery("select messageId from DeferredMessage where messageId in :ids", UUID.class)
        .setParameter("ids", ids)
        .getResultList()
        .map(HashSet::new);
  }

  @Override
  public CompletionStage<Set<Integer>> save(List<Outcome.Postponed> postponed) {
    return inTransaction(
        session ->
            held(session, postponed.stream().map(each -> each.message().origin()))
                .flatMap(
                    held -> {
                      List<Outcome.Postponed> own =
                          postponed.stream()
                              .filter(each -> holds(held, each.message().origin()))
                              .toList();
                      return existing(session, ids(own))
                          .flatMap(existing -> write(session, own, existing))
                          .replaceWith(
                              lost(held, postponed.stream().map(each -> each.message().origin())));
                    }));
  }

  private static Set<Integer> lost(Map<Integer, Long> held, Stream<Origin> origins) {
    return origins
        .filter(origin -> !holds(held, origin))
        .map(Origin::partition)
        .collect(Collectors.toSet());
  }

  private static List<UUID> ids(List<Outcome.Postponed> postponed) {
    return postponed.stream().map(each -> each.message().id()).toList();
  }

  private static boolean holds(Map<Integer, Long> held, Origin origin) {
    Long epoch = held.get(origin.partition());
    return epoch != null && epoch == origin.epoch();
  }

  /**
   * The epochs of the origins' partitions as they are now. Their rows stay locked against {@link
   * #takeOver} until the transaction ends, so that no tenure ends in between.
   */
  private static Uni<Map<Integer, Long>> held(
      Mutiny.StatelessSession session, Stream<Origin> origins) {
    return session
        .createNativeQuery(
            """
            select partition, epoch from delivery.tenure
            where partition in (:partitions) order by partition for share
            """,
            Object[].class)
        .setParameter("partitions", origins.map(Origin::partition).collect(Collectors.toSet()))
        .getResultList()
        .map(
            rows ->
                rows.stream()
                    .collect(Collectors.toMap(row -> (Integer) row[0], row -> (Long) row[1])));
  }

  private static Uni<Void> write(
      Mutiny.StatelessSession session, List<Outcome.Postponed> postponed, Set<UUID> existing) {
    List<DeferredMessage> fresh = new ArrayList<>();
    Uni<Void> updates = Uni.createFrom().voidItem();
    for (Outcome.Postponed each : postponed) {
      if (existing.contains(each.message().id())) {
        updates = updates.flatMap(done -> postpone(session, each));
      } else {
        fresh.add(DeferredMessage.of(each));
      }
    }
    return fresh.isEmpty()
        ? updates
        : updates.flatMap(done -> session.insertAll(ROWS_PER_ROUND_TRIP, fresh.toArray()));
  }

  private static Uni<Void> postpone(Mutiny.StatelessSession session, Outcome.Postponed postponed) {
    return session
        .createMutationQuery(
            "update DeferredMessage set due = :due, attempts = :attempts where messageId = :id")
        .setParameter("due", postponed.due())
        .setParameter("attempts", postponed.attempts())
        .setParameter("id", postponed.message().id())
        .executeUpdate()
        .replaceWithVoid();
  }

  @Override
  public CompletionStage<Set<Integer>> remove(Collection<Row> rows) {
    if (rows.isEmpty()) {
      return CompletableFuture.completedStage(Set.of());
    }
    return inTransaction(
        session ->
            held(session, rows.stream().map(Row::origin))
                .flatMap(
                    held ->
                        delete(
                                session,
                                rows.stream()
                                    .filter(row -> holds(held, row.origin()))
                                    .map(Row::id)
                                    .toList())
                            .replaceWith(lost(held, rows.stream().map(Row::origin)))));
  }

  private static Uni<Void> delete(Mutiny.StatelessSession session, List<UUID> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().voidItem()
        : session
            .createMutationQuery("delete from DeferredMessage where messageId in :ids")
            .setParameter("ids", ids)
            .executeUpdate()
            .replaceWithVoid();
  }

  @Override
  public CompletionStage<List<QueuedMessage>> due(
      Map<Integer, Long> tenures,
      int partitions,
      Instant now,
      int limit,
      long bytes,
      Collection<UUID> except) {
    return inTransaction(
        session ->
            session
                .createNativeQuery(
                    """
                    select m.message_id, octet_length(m.content), t.partition, t.epoch
                    from delivery.deferred_message m
                    join delivery.tenure t on t.partition = mod(m.lane_hash, :count)
                    where m.due <= :now and t.partition in (:owned)
                      and m.message_id not in (:except)
                    order by m.due limit :limit
                    """,
                    Object[].class)
                .setParameter("now", now)
                .setParameter("count", partitions)
                .setParameter("owned", tenures.keySet())
                .setParameter("except", except.isEmpty() ? List.of(new UUID(0, 0)) : except)
                .setParameter("limit", limit)
                .getResultList()
                .flatMap(rows -> load(session, fitting(rows, tenures, bytes)))
                .map(rows -> rows.stream().map(row -> queued(row, tenures, partitions)).toList()));
  }

  /** Those of tenures that go on, up to so many octets; the first one in any case. */
  private static List<UUID> fitting(List<Object[]> rows, Map<Integer, Long> tenures, long bytes) {
    List<UUID> ids = new ArrayList<>();
    long sum = 0;
    for (Object[] row : rows) {
      if (row[3].equals(tenures.get((Integer) row[2]))) {
        sum += ((Number) row[1]).longValue();
        if (!ids.isEmpty() && sum > bytes) {
          break;
        }
        ids.add((UUID) row[0]);
      }
    }
    return ids;
  }

  private static Uni<List<DeferredMessage>> load(Mutiny.StatelessSession session, List<UUID> ids) {
    return ids.isEmpty()
        ? Uni.createFrom().item(List.of())
        : session
            .createQuery(
                "from DeferredMessage where messageId in :ids order by due", DeferredMessage.class)
            .setParameter("ids", ids)
            .getResultList();
  }

  private static QueuedMessage queued(
      DeferredMessage row, Map<Integer, Long> tenures, int partitions) {
    int partition = row.partition(partitions);
    Origin origin = new Origin.Row(partition, tenures.get(partition));
    return new QueuedMessage(row.message(), origin, row.attempts);
  }

  @Override
  public CompletionStage<Sought> seek(
      Map<Integer, Long> tenures, int partitions, Collection<UUID> ids) {
    return inTransaction(
        session ->
            session
                .createNativeQuery(
                    """
                    select m.lane, m.headers, m.attempts, t.partition, t.epoch
                    from delivery.deferred_message m
                    join delivery.tenure t on t.partition = mod(m.lane_hash, :count)
                    where t.partition in (:owned) and m.message_id in (:ids)
                    """,
                    Object[].class)
                .setParameter("count", partitions)
                .setParameter("owned", tenures.keySet())
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> sought(rows, tenures)));
  }

  private static Sought sought(List<Object[]> rows, Map<Integer, Long> tenures) {
    List<QueuedMessage> found = new ArrayList<>();
    Set<Integer> lost = new HashSet<>();
    for (Object[] row : rows) {
      int partition = (Integer) row[3];
      long epoch = tenures.get(partition);
      if (!row[4].equals(epoch)) {
        lost.add(partition);
      }
      OutboundMessage message =
          OutboundMessage.fromRecord(
              (String) row[0], Json.readStringMap((String) row[1]), new byte[0]);
      found.add(new QueuedMessage(message, new Origin.Row(partition, epoch), (Integer) row[2]));
    }
    return new Sought(found, lost);
  }

  @Override
  public CompletionStage<Backlog> backlog() {
    return inTransaction(
        session ->
            session
                .createQuery(
                    "select count(*), min(acceptedAt) from DeferredMessage", Object[].class)
                .getSingleResult()
                .map(row -> new Backlog((Long) row[0], (Instant) row[1])));
  }

  /**
   * In a context of its own, as Hibernate Reactive keeps its session there; "safe" is Quarkus's
   * word for a context that nobody else uses.
   */
  private <T> CompletionStage<T> inTransaction(Function<Mutiny.StatelessSession, Uni<T>> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    VertxContextSafetyToggle.setContextSafe(own, true);
    own.runOnContext(
        turn ->
            Uni.createFrom()
                .deferred(() -> factory.withStatelessTransaction(work::apply))
                .subscribe()
                .with(result::complete, result::completeExceptionally));
    return result;
  }
}
