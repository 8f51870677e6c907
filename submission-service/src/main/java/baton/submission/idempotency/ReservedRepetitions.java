package baton.submission.idempotency;

import baton.contracts.MessageId;
import baton.submission.admission.Deadline;
import baton.submission.admission.IdempotencyKey;
import baton.submission.admission.Receipt;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import baton.submission.admission.Repetitions;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repetitions by a row that is reserved before anything is published, with a lease. What somebody
 * left behind is looked up on Kafka before it is done again, with the same message ids. Why that
 * neither loses nor doubles: see the decision "A reservation before the outbox".
 */
public final class ReservedRepetitions implements Repetitions {

  private static final Logger log = LoggerFactory.getLogger(ReservedRepetitions.class);

  private final Reservations reservations;
  private final Published published;
  private final Producers producers;
  private final Duration lease;
  private final Executor readers;

  /**
   * What is being dealt with in this process, and the hash of what came: asked before the table.
   */
  private final Map<Place, String> here = new ConcurrentHashMap<>();

  private record Place(String account, String key) {}

  /** What was published. */
  @FunctionalInterface
  interface Published {

    /** As {@link AcceptedEvents#hold}. */
    boolean hold(UUID messageId, Instant since, List<String> fence);
  }

  /** The producers of this process. */
  public interface Producers {

    List<String> transactionalIds();

    /** Whether they work: then those that had their names before them are fenced. */
    boolean ready();
  }

  /**
   * Repetitions.
   *
   * @param lease how long an attempt may take before somebody else may make another; much longer
   *     than the outbox is patient
   * @param readers do what blocks; may reject
   */
  ReservedRepetitions(
      Reservations reservations,
      Published published,
      Producers producers,
      Duration lease,
      Executor readers) {
    this.reservations = reservations;
    this.published = published;
    this.producers = producers;
    this.lease = lease;
    this.readers = readers;
  }

  @Override
  public Uni<Optional<List<Receipt>>> answered(String account, IdempotencyKey key) {
    return Uni.createFrom()
        .deferred(
            () -> {
              String hash = here.get(new Place(account, key.value()));
              if (hash != null) {
                throw taken(key, hash);
              }
              return reservations.find(account, key);
            })
        .onFailure(failure -> !(failure instanceof RefusedException))
        .transform(failure -> unavailable(account, failure))
        .map(found -> found.flatMap(reservation -> answer(key, reservation)));
  }

  @Override
  public Uni<List<Receipt>> once(
      String account,
      IdempotencyKey key,
      List<String> recipients,
      Function<Reserved, Uni<Void>> takeOver) {
    // Not cancelled with whoever waits: an attempt is over when it is, and not when he has gone.
    return Uni.createFrom()
        .completionStage(
            () -> attempt(account, key, recipients, takeOver).subscribeAsCompletionStage().copy());
  }

  private Uni<List<Receipt>> attempt(
      String account,
      IdempotencyKey key,
      List<String> recipients,
      Function<Reserved, Uni<Void>> takeOver) {
    Place place = new Place(account, key.value());
    String hash = here.putIfAbsent(place, key.requestHash());
    if (hash != null) {
      return Uni.createFrom().failure(taken(key, hash));
    }
    return new Attempt(account, key, takeOver)
        .make(recipients)
        .eventually(() -> here.remove(place));
  }

  private static RefusedException taken(IdempotencyKey key, String hash) {
    return hash.equals(key.requestHash()) ? inFlight() : reused();
  }

  /** The answer where it was given; fails where another request has the key. */
  private static Optional<List<Receipt>> answer(IdempotencyKey key, Reservation reservation) {
    if (!reservation.requestHash().equals(key.requestHash())) {
      throw reused();
    }
    return reservation.answered() ? Optional.of(reservation.receipts()) : Optional.empty();
  }

  private static RefusedException reused() {
    return new RefusedException(
        Refusal.KEY_REUSED,
        IdempotencyKey.FIELD,
        "something else was sent under this "
            + IdempotencyKey.FIELD
            + " in the last 24 hours: a new message needs a new key");
  }

  private static RefusedException inFlight() {
    return new RefusedException(
        Refusal.KEY_IN_FLIGHT,
        IdempotencyKey.FIELD,
        "the same request is being dealt with; try again in a moment");
  }

  private static RefusedException unavailable(String account, Throwable failure) {
    log.warn("idempotency key not checked account={} cause={}", account, failure.toString());
    return new RefusedException(
        Refusal.UNAVAILABLE, "the idempotency key cannot be checked now; try again later");
  }

  /** One try to take over what comes under a key. */
  private final class Attempt {

    private final UUID id = UUID.randomUUID();
    private final String account;
    private final IdempotencyKey key;
    private final Function<Reserved, Uni<Void>> takeOver;
    private final Deadline deadline = Deadline.in(lease);

    Attempt(String account, IdempotencyKey key, Function<Reserved, Uni<Void>> takeOver) {
      this.account = account;
      this.key = key;
      this.takeOver = takeOver;
    }

    Uni<List<Receipt>> make(List<String> recipients) {
      List<Receipt> fresh =
          recipients.stream().map(each -> new Receipt(each, MessageId.next())).toList();
      return asked(
              reservations.insert(account, key, fresh, id, lease, producers.transactionalIds()))
          .chain(
              free ->
                  free ? begin(fresh) : asked(reservations.find(account, key)).chain(this::look));
    }

    private Uni<List<Receipt>> look(Optional<Reservation> found) {
      if (found.isEmpty()) {
        // It was given free in between: whoever comes next finds a free key.
        throw inFlight();
      }
      Reservation reservation = found.get();
      Optional<List<Receipt>> answer = answer(key, reservation);
      if (answer.isPresent()) {
        return Uni.createFrom().item(answer.get());
      }
      // No attempt of this process is alive but this one, however long its lease.
      if (!reservation.leaseOver()) {
        throw inFlight();
      }
      boolean own = reservation.producers().equals(producers.transactionalIds());
      if (own && !producers.ready()) {
        throw unavailable(account, new IllegalStateException("the outbox is not ready"));
      }
      return asked(
              reservations.takeOver(
                  account, key, reservation.attempt(), id, lease, producers.transactionalIds()))
          .chain(
              mine -> {
                if (!mine) {
                  throw inFlight();
                }
                return resume(reservation, own ? List.of() : reservation.producers());
              });
    }

    /** Somebody began and nobody told how it ended. */
    private Uni<List<Receipt>> resume(Reservation reservation, List<String> fence) {
      UUID first = reservation.receipts().getFirst().id();
      log.info("abandoned submission looked up message={} account={}", first, account);
      return Uni.createFrom()
          .item(() -> published.hold(first, reservation.reservedAt(), fence))
          .runSubscriptionOn(readers)
          .onFailure(
              failure ->
                  failure instanceof AcceptedEvents.UnknownException
                      || failure instanceof RejectedExecutionException)
          .transform(failure -> unavailable(account, failure))
          .onFailure()
          .call(this::leave)
          .chain(there -> there ? remember(reservation.receipts()) : begin(reservation.receipts()));
    }

    private Uni<List<Receipt>> begin(List<Receipt> receipts) {
      return Uni.createFrom()
          .deferred(() -> takeOver.apply(new Reserved(receipts, deadline)))
          .onFailure()
          .call(this::leave)
          .chain(() -> remember(receipts));
    }

    /** The mail is durable, whether that can be written down or not. */
    private Uni<List<Receipt>> remember(List<Receipt> receipts) {
      return reservations
          .answered(account, key)
          .onFailure()
          .invoke(e -> log.warn("answer not kept account={} cause={}", account, e.toString()))
          .onFailure()
          .recoverWithItem(false)
          .replaceWith(receipts);
    }

    /** Makes way for the next attempt, which otherwise waits for the end of the lease. */
    private Uni<Boolean> leave(Throwable failure) {
      boolean certain =
          failure instanceof RefusedException refused && refused.refusal() != Refusal.UNAVAILABLE;
      return (certain
              ? reservations.release(account, key, id)
              : reservations.abandon(account, key, id))
          .onFailure()
          .recoverWithItem(false);
    }

    private <T> Uni<T> asked(Uni<T> question) {
      return question.onFailure().transform(failure -> unavailable(account, failure));
    }
  }
}
