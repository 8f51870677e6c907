package baton.submission.outbox;

import baton.contracts.TopicRecord;
import baton.submission.admission.Deadline;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The outbox on Kafka: a few threads, each with a transactional producer, take from one queue.
 * While they commit, the next transactions gather, so that the busier it is the more submissions
 * share one; a transaction waits a few milliseconds at most, and only for as many as shared the
 * last one. A producer's next transaction must wait for the markers of its last one; with two or
 * more, one commits meanwhile.
 */
public final class KafkaOutbox implements Outbox, Forwarding, AutoCloseable {

  private final OutboxSettings settings;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Set<Integer> ready = ConcurrentHashMap.newKeySet();
  private final List<TransactionThread> threads;
  private volatile boolean closed;

  /**
   * A submission and who waits for it.
   *
   * @param consumed what it was made of; null where it came from somewhere else than Kafka
   */
  record Waiting(
      List<TopicRecord> records,
      @Nullable Consumed consumed,
      long bytes,
      Deadline deadline,
      UniEmitter<? super Void> whoWaits) {

    void published() {
      whoWaits.complete(null);
    }

    void refuse() {
      refuse(Refusal.UNAVAILABLE, "mail cannot be made durable now; try again later");
    }

    void refuse(Refusal refusal, String sentence) {
      whoWaits.fail(new RefusedException(refusal, sentence));
    }
  }

  /**
   * An outbox at work. Does not wait for Kafka.
   *
   * @param kafka the client's configuration, as far as it is common to all of Baton's clients
   */
  public KafkaOutbox(Map<String, Object> kafka, OutboxSettings settings) {
    this.settings = settings;
    this.threads =
        IntStream.range(0, settings.producers())
            .mapToObj(
                number -> new TransactionThread(queue, ready, Map.copyOf(kafka), settings, number))
            .toList();
  }

  @Override
  public Uni<Void> publish(List<TopicRecord> records, Deadline deadline) {
    return enqueue(records, null, deadline);
  }

  @Override
  public Uni<Void> forward(List<TopicRecord> records, Consumed consumed) {
    return enqueue(records, consumed, Deadline.NONE);
  }

  private Uni<Void> enqueue(
      List<TopicRecord> records, @Nullable Consumed consumed, Deadline deadline) {
    long bytes = 0;
    for (TopicRecord record : records) {
      bytes += record.size();
    }
    long size = bytes;
    return Uni.createFrom()
        .emitter(
            whoWaits -> {
              queue.add(new Waiting(records, consumed, size, deadline, whoWaits));
              if (closed) {
                refuseWaiting();
              }
            });
  }

  /** Whether the last transactions, or the last attempts to reach Kafka, went well. */
  public boolean ready() {
    return threads.stream().allMatch(TransactionThread::ready);
  }

  /** By which Kafka knows the producers: who fences these ends all that they have begun. */
  public List<String> transactionalIds() {
    return threads.stream().map(TransactionThread::transactionalId).toList();
  }

  /** Finishes the transactions at hand; who still waits is told that mail cannot be taken now. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(TransactionThread::stop);
    threads.forEach(thread -> thread.join(settings.publishTimeout()));
    refuseWaiting();
  }

  private void refuseWaiting() {
    List<Waiting> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(Waiting::refuse);
  }
}
