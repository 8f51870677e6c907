package baton.submission.notices;

import baton.contracts.TopicRecord;
import baton.contracts.notice.Notice;
import baton.submission.admission.Admitted;
import baton.submission.admission.NoticeAdmission;
import baton.submission.admission.Protocol;
import baton.submission.admission.RefusedException;
import baton.submission.outbox.Consumed;
import baton.submission.outbox.Forwarding;
import baton.submission.outbox.HandoverMetrics;
import baton.submission.prepare.Preparation;
import baton.submission.prepare.Prepared;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues notices, each exactly once: the outbox commits what is made of them and how far was read
 * in one transaction (KIP-447), so that whoever dies in between has done neither. What cannot be
 * queued ever is logged and passed over; what cannot be queued now is read again, by a new consumer
 * that begins at the committed offsets.
 */
public final class NoticeIntake {

  private static final Logger log = LoggerFactory.getLogger(NoticeIntake.class);

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Map<String, Object> kafka;
  private final NoticeAdmission admission;
  private final Preparation preparation;
  private final Forwarding outbox;
  private final HandoverMetrics metrics;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;

  /** An intake that has not begun. */
  public NoticeIntake(
      Map<String, Object> kafka,
      NoticeAdmission admission,
      Preparation preparation,
      Forwarding outbox,
      HandoverMetrics metrics) {
    this.kafka = Map.copyOf(kafka);
    this.admission = admission;
    this.preparation = preparation;
    this.outbox = outbox;
    this.metrics = metrics;
    this.thread =
        Thread.ofPlatform().name("baton-submission-notices").daemon().unstarted(this::run);
  }

  /**
   * A record read, and what is made of it.
   *
   * @param taken null where it is passed over
   */
  private record Step(ConsumerRecord<?, ?> source, @Nullable Taken taken) {}

  /** A notice that may be queued. */
  private record Taken(Notice notice, Admitted admitted, Prepared prepared, long startNanos) {}

  /** Begins to read; nobody waits for it. */
  public void begin() {
    thread.start();
  }

  /** Ends when what is at hand is queued, or after a few seconds. */
  public void stop() {
    stopped.countDown();
    try {
      thread.join(STOP_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    while (!over()) {
      try (NoticeReader reader = new NoticeReader(kafka)) {
        while (!over()) {
          var records = reader.poll();
          if (!records.isEmpty()) {
            queue(records, reader);
            pause = FIRST_PAUSE_MILLIS;
          }
        }
      } catch (RuntimeException e) {
        log.warn("notices wait, trying again cause={}", e.toString());
        rest(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  private void queue(
      ConsumerRecords<@Nullable String, byte @Nullable []> records, NoticeReader reader) {
    List<Step> steps = new ArrayList<>(records.count());
    for (ConsumerRecord<@Nullable String, byte @Nullable []> record : records) {
      steps.add(prepare(record));
    }
    try {
      forward(steps, reader);
    } catch (RefusedException e) {
      if (e.refusal().temporary()) {
        throw e;
      }
      // One of them is to blame, and no other must share its fate.
      steps.forEach(step -> forwardAlone(step, reader));
    }
  }

  private void forwardAlone(Step step, NoticeReader reader) {
    try {
      forward(List.of(step), reader);
    } catch (RefusedException e) {
      if (e.refusal().temporary()) {
        throw e;
      }
      refuse(step.source(), e);
      forward(List.of(new Step(step.source(), null)), reader);
    }
  }

  private Step prepare(ConsumerRecord<@Nullable String, byte @Nullable []> record) {
    long start = System.nanoTime();
    Notice notice;
    try {
      notice = Notice.fromRecord(headers(record), record.value());
    } catch (IllegalArgumentException e) {
      passOver(record, e);
      return new Step(record, null);
    }
    try {
      Admitted admitted = await(admission.admit(notice));
      return new Step(record, new Taken(notice, admitted, preparation.prepare(admitted), start));
    } catch (RefusedException e) {
      if (e.refusal().temporary()) {
        throw e;
      }
      refuse(record, e);
      return new Step(record, null);
    }
  }

  private void forward(List<Step> steps, NoticeReader reader) {
    List<TopicRecord> records = new ArrayList<>();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Step step : steps) {
      if (step.taken() != null) {
        records.addAll(step.taken().prepared().records());
      }
      ConsumerRecord<?, ?> source = step.source();
      offsets.put(
          new TopicPartition(source.topic(), source.partition()),
          new OffsetAndMetadata(source.offset() + 1, source.leaderEpoch(), ""));
    }
    await(outbox.forward(records, new Consumed(offsets, reader.membership())));
    for (Step step : steps) {
      if (step.taken() != null) {
        count(step.taken());
      }
    }
  }

  private void count(Taken taken) {
    Admitted admitted = taken.admitted();
    int suppressed = admitted.suppressed().size();
    metrics.accepted(Protocol.NOTICE, 1 - suppressed, suppressed, taken.startNanos());
    log.info(
        "notice queued notice={} message={} account={} recipient={} signed={}",
        taken.notice().id(),
        taken.prepared().receipts().getFirst().id(),
        taken.notice().account(),
        taken.notice().recipient(),
        !admitted.domain().keys().isEmpty());
  }

  private void refuse(ConsumerRecord<?, ?> record, RefusedException why) {
    passOver(record, why);
    metrics.refused(Protocol.NOTICE, why.refusal());
  }

  private static void passOver(ConsumerRecord<?, ?> record, RuntimeException why) {
    log.error(
        "notice not queued topic={} partition={} offset={} cause=\"{}\"",
        record.topic(),
        record.partition(),
        record.offset(),
        why.getMessage());
  }

  private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  private static <T> T await(Uni<T> answer) {
    return answer.await().atMost(ANSWER);
  }

  private boolean over() {
    return stopped.getCount() == 0;
  }

  private void rest(long millis) {
    try {
      stopped.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
