package baton.submission.outbox;

import baton.contracts.TopicRecord;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox on Kafka: one thread with a transactional producer. While it commits one transaction
 * the next gathers, so that the busier it is the more submissions share one, and nothing ever waits
 * for company.
 *
 * <p>A transaction that fails in any way takes all its submissions with it, and its producer: a new
 * one is opened for the next, which ends whatever the old one left open. Who had waited meanwhile
 * is told that Kafka is away rather than made to wait on.
 */
public final class KafkaOutbox implements Outbox, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaOutbox.class);

  private final Map<String, Object> kafka;
  private final OutboxSettings settings;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean ready;
  private @Nullable TransactionalProducer producer;

  /** A submission and who waits for it. */
  private record Waiting(
      List<TopicRecord> records, long bytes, UniEmitter<? super Void> whoWaits) {}

  /**
   * An outbox at work. Does not wait for Kafka.
   *
   * @param kafka the client's configuration, as far as it is common to all of Baton's clients
   */
  public KafkaOutbox(Map<String, Object> kafka, OutboxSettings settings) {
    this.kafka = Map.copyOf(kafka);
    this.settings = settings;
    this.thread = Thread.ofPlatform().name("baton-submission-outbox").daemon().start(this::run);
  }

  @Override
  public Uni<Void> publish(List<TopicRecord> records) {
    long bytes = 0;
    for (TopicRecord record : records) {
      bytes += record.size();
    }
    long size = bytes;
    return Uni.createFrom()
        .emitter(
            whoWaits -> {
              queue.add(new Waiting(records, size, whoWaits));
              if (closed) {
                refuseWaiting();
              }
            });
  }

  /** Whether the last transaction, or the last attempt to reach Kafka, went well. */
  public boolean ready() {
    return ready;
  }

  /** Finishes the transaction at hand; who still waits is told that mail cannot be taken now. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(settings.publishTimeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    refuseWaiting();
  }

  private void run() {
    // The first mail need not wait for what can be done before.
    try {
      producer();
    } catch (RuntimeException e) {
      log.warn("outbox cannot reach kafka cause={}", e.toString());
      discard();
    }
    List<Waiting> gathered = new ArrayList<>();
    while (!closed) {
      try {
        gather(gathered);
        publishAll(gathered);
      } catch (InterruptedException e) {
        // Closed: the loop's condition says so.
        continue;
      } catch (RuntimeException e) {
        log.error("outbox failed", e);
        gathered.forEach(KafkaOutbox::refuse);
        discard();
      }
      gathered.clear();
    }
    discard();
  }

  private void gather(List<Waiting> gathered) throws InterruptedException {
    Waiting next = queue.take();
    long bytes = 0;
    while (next != null) {
      gathered.add(next);
      bytes += next.bytes();
      boolean full =
          bytes >= settings.transactionBytes()
              || gathered.size() >= settings.transactionSubmissions();
      next = full ? null : queue.poll();
    }
  }

  private void publishAll(List<Waiting> gathered) {
    try {
      producer().commit(gathered.stream().map(Waiting::records).toList());
      ready = true;
    } catch (InterruptException e) {
      gathered.forEach(KafkaOutbox::refuse);
      discard();
      return;
    } catch (KafkaException | IllegalStateException e) {
      if (isTooLarge(e) && abandon()) {
        publishOneByOne(gathered);
      } else {
        log.warn(
            "transaction failed submissions={} waiting={} cause={}",
            gathered.size(),
            queue.size(),
            e.toString());
        discard();
        gathered.forEach(KafkaOutbox::refuse);
        refuseWaiting();
      }
      return;
    }
    for (Waiting waiting : gathered) {
      waiting.whoWaits().complete(null);
    }
  }

  /** One record that no broker takes must not be the end of all that share its transaction. */
  private void publishOneByOne(List<Waiting> gathered) {
    if (gathered.size() > 1) {
      gathered.forEach(waiting -> publishAll(List.of(waiting)));
    } else {
      gathered
          .getFirst()
          .whoWaits()
          .fail(
              new RefusedException(
                  Refusal.TOO_LARGE, "the message is larger than the queue takes"));
    }
  }

  private static boolean isTooLarge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException) {
        return true;
      }
    }
    return false;
  }

  private TransactionalProducer producer() {
    TransactionalProducer open = producer;
    if (open == null) {
      open = new TransactionalProducer(kafka, settings);
      producer = open;
      ready = true;
    }
    return open;
  }

  private boolean abandon() {
    try {
      producer().abandon();
      return true;
    } catch (KafkaException | IllegalStateException e) {
      log.warn("transaction cannot be ended cause={}", e.toString());
      return false;
    }
  }

  private void discard() {
    ready = false;
    TransactionalProducer open = producer;
    producer = null;
    if (open != null) {
      try {
        open.close();
      } catch (KafkaException e) {
        log.debug("producer did not close cause={}", e.toString());
      }
    }
  }

  private void refuseWaiting() {
    List<Waiting> waiting = new ArrayList<>();
    queue.drainTo(waiting);
    waiting.forEach(KafkaOutbox::refuse);
  }

  private static void refuse(Waiting waiting) {
    waiting
        .whoWaits()
        .fail(
            new RefusedException(
                Refusal.UNAVAILABLE, "mail cannot be made durable now; try again later"));
  }
}
