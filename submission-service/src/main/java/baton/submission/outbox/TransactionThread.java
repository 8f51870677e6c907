package baton.submission.outbox;

import baton.submission.admission.Refusal;
import baton.submission.outbox.KafkaOutbox.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what waits, commits it in one transaction, says so, and begins anew.
 *
 * <p>A transaction that fails takes its submissions with it, and its producer: a new one is opened,
 * with the next submission or before it, which ends whatever the old one left open. Where Kafka did
 * not answer, those who had waited meanwhile are told so rather than made to wait on; but not while
 * another thread has a producer, which takes what waits.
 */
final class TransactionThread {

  private static final Logger log = LoggerFactory.getLogger(TransactionThread.class);

  /** How long a transaction waits for {@link #company}. */
  private static final Duration COMPANY = Duration.ofMillis(10);

  /**
   * From one try to open a producer to the next, while nobody brings anything: whoever balances
   * load sends nothing to an instance that is not ready, and so nothing else would make it so.
   */
  private static final Duration REOPENING = Duration.ofSeconds(1);

  private final BlockingQueue<Waiting> queue;
  private final Map<String, Object> kafka;
  private final OutboxSettings settings;
  private final int number;
  private final Thread thread;
  private final Set<Integer> ready;
  private volatile boolean stopped;
  private @Nullable TransactionalProducer producer;

  /** How many submissions shared the last transaction or came while it was committed. */
  private int company;

  /**
   * A thread at work.
   *
   * @param queue of those who wait, for several threads
   * @param ready the numbers of those of these threads that have a producer; for all to write
   */
  TransactionThread(
      BlockingQueue<Waiting> queue,
      Set<Integer> ready,
      Map<String, Object> kafka,
      OutboxSettings settings,
      int number) {
    this.queue = queue;
    this.ready = ready;
    this.kafka = kafka;
    this.settings = settings;
    this.number = number;
    this.thread =
        Thread.ofPlatform().name("baton-submission-outbox-" + number).daemon().start(this::run);
  }

  String transactionalId() {
    return settings.transactionalId() + "-" + number;
  }

  boolean ready() {
    return ready.contains(number);
  }

  /** Asks it to end when the transaction at hand has. */
  void stop() {
    stopped = true;
    thread.interrupt();
  }

  void join(Duration patience) {
    try {
      thread.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    // The first mail need not wait for what can be done before.
    try {
      producer();
    } catch (RuntimeException e) {
      log.warn("outbox cannot reach kafka cause={}", e.toString());
    }
    List<Waiting> gathered = new ArrayList<>();
    while (!stopped) {
      try {
        gather(gathered);
        int published = gathered.size();
        publish(gathered);
        company = published + queue.size();
      } catch (InterruptedException e) {
        // To stop, as the loop's condition says.
        gathered.forEach(Waiting::refuse);
      } catch (RuntimeException e) {
        log.error("outbox failed", e);
        discard();
        gathered.forEach(Waiting::refuse);
      }
      gathered.clear();
    }
    discard();
  }

  /**
   * Takes what waits; and those who shared the last transaction, if they come soon. They have just
   * been answered and are about to bring their next messages: a transaction that begins without
   * them costs as much as one that takes them along. Who is alone waits for nobody.
   */
  private void gather(List<Waiting> gathered) throws InterruptedException {
    Waiting next = first();
    long deadline = System.nanoTime() + COMPANY.toNanos();
    long bytes = 0;
    while (next != null) {
      gathered.add(next);
      bytes += next.bytes();
      boolean full =
          bytes >= settings.transactionBytes()
              || gathered.size() >= settings.transactionSubmissions();
      if (full) {
        break;
      }
      next =
          gathered.size() < company
              ? queue.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
              : queue.poll();
    }
  }

  private Waiting first() throws InterruptedException {
    Waiting next = null;
    while (next == null) {
      if (producer != null) {
        next = queue.take();
      } else if (ready.isEmpty()) {
        next = queue.poll(REOPENING.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
          reopen();
        }
      } else if (!reopen()) {
        // The others take what comes, and would take what this thread could only refuse.
        Thread.sleep(REOPENING);
      }
    }
    return next;
  }

  private boolean reopen() {
    try {
      producer();
      log.info("outbox reaches kafka");
      return true;
    } catch (KafkaException | IllegalStateException e) {
      log.debug("outbox cannot reach kafka cause={}", e.toString());
      List<Waiting> waited = new ArrayList<>();
      giveUp(waited);
      waited.forEach(Waiting::refuse);
      return false;
    }
  }

  /** Takes all that wait, unless another thread may yet do better. */
  private void giveUp(List<Waiting> waited) {
    if (ready.isEmpty()) {
      queue.drainTo(waited);
    }
  }

  private void publish(List<Waiting> gathered) {
    try {
      // The producer first: whoever holds that a deadline is over, and fences, fences this one.
      TransactionalProducer open = producer();
      refuseLate(gathered);
      if (gathered.isEmpty()) {
        return;
      }
      open.commit(gathered);
    } catch (KafkaException | IllegalStateException e) {
      failed(gathered, e);
      return;
    }
    gathered.forEach(Waiting::published);
  }

  private static void refuseLate(List<Waiting> gathered) {
    gathered.removeIf(
        waiting -> {
          boolean late = waiting.deadline().over();
          if (late) {
            waiting.refuse();
          }
          return late;
        });
  }

  private void failed(List<Waiting> gathered, RuntimeException failure) {
    boolean tooLarge = isCausedBy(failure, RecordTooLargeException.class);
    boolean oneToBlame = tooLarge || isCausedBy(failure, CommitFailedException.class);
    if (oneToBlame && abandon()) {
      if (gathered.size() > 1) {
        publishOneByOne(gathered);
      } else if (tooLarge) {
        gathered.getFirst().refuse(Refusal.TOO_LARGE, "the message is larger than the queue takes");
      } else {
        gathered.getFirst().refuse();
      }
      return;
    }
    log.warn(
        "transaction failed submissions={} waiting={} cause={}",
        gathered.size(),
        queue.size(),
        failure.toString());
    discard();
    if (isCausedBy(failure, TimeoutException.class)) {
      giveUp(gathered);
    }
    gathered.forEach(Waiting::refuse);
  }

  /**
   * One record that no broker takes, or one reader that has lost its partitions, must not be the
   * end of all that share the transaction.
   */
  private void publishOneByOne(List<Waiting> gathered) {
    gathered.forEach(waiting -> publish(new ArrayList<>(List.of(waiting))));
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private TransactionalProducer producer() {
    TransactionalProducer open = producer;
    if (open == null) {
      open = new TransactionalProducer(kafka, settings, transactionalId());
      producer = open;
      ready.add(number);
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
    ready.remove(number);
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
}
