package baton.tracking.events;

import baton.contracts.CloudEvents;
import baton.contracts.TopicRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * A channel and what waits for it. Records wait in a queue; a thread of the channel's own hands
 * them to Kafka, many at a time while Kafka takes them, and one at a time, with pauses, while it
 * does not. A record stays until Kafka has it.
 */
final class TrackingChannel implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(TrackingChannel.class);

  /** How many may be on their way to Kafka at once; SmallRye's own bound is the same. */
  private static final int WINDOW = 1_024;

  /** What a waiting record costs in memory beside its octets: objects, headers, references. */
  private static final int OVERHEAD = 1_024;

  private static final long FIRST_PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final String name;
  private final Emitter<byte[]> emitter;
  private final WaitingRoom room;
  private final MeterRegistry meters;
  private final Map<String, Counter> published = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Waiting> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean pumpIsDue = new AtomicBoolean();
  private final ScheduledExecutorService pump;

  /** Refused once and to be sent before all others. Of the pump's thread, as all that follows. */
  private final ArrayDeque<Waiting> refused = new ArrayDeque<>();

  private int onTheWay;
  private boolean trusted;
  private boolean paused;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  TrackingChannel(String name, Emitter<byte[]> emitter, long capacity, MeterRegistry meters) {
    this.name = name;
    this.emitter = emitter;
    this.room = new WaitingRoom(capacity);
    this.meters = meters;
    this.pump =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name + "-pump").factory());
    Gauge.builder("baton.tracking.waiting.events", room, WaitingRoom::events)
        .description("Events that Kafka has not taken yet")
        .tag("channel", name)
        .register(meters);
    Gauge.builder("baton.tracking.waiting", room, WaitingRoom::octets)
        .description("Memory held by events that Kafka has not taken yet")
        .baseUnit("bytes")
        .tag("channel", name)
        .register(meters);
  }

  private record Waiting(TopicRecord record, int size, CompletableFuture<Void> durable) {}

  String name() {
    return name;
  }

  WaitingRoom room() {
    return room;
  }

  /**
   * Takes a record over; never waits.
   *
   * @return empty where there is no room; otherwise completes when Kafka has the record. It fails
   *     only where Kafka will never take it.
   */
  Optional<CompletableFuture<Void>> send(TopicRecord record) {
    int size = record.size() + OVERHEAD;
    if (!room.enter(size)) {
      return Optional.empty();
    }
    Waiting waiting = new Waiting(record, size, new CompletableFuture<>());
    arrived.add(waiting);
    if (pumpIsDue.compareAndSet(false, true)) {
      onPump(this::pump);
    }
    return Optional.of(waiting.durable());
  }

  private void pump() {
    pumpIsDue.set(false);
    while (!paused && onTheWay < (trusted ? WINDOW : 1)) {
      Waiting next = refused.isEmpty() ? arrived.poll() : refused.poll();
      if (next == null) {
        return;
      }
      onTheWay++;
      try {
        emitter.send(message(next));
      } catch (RuntimeException e) {
        notTaken(next, e);
      }
    }
  }

  private void taken(Waiting waiting) {
    onTheWay--;
    trusted = true;
    pauseMillis = FIRST_PAUSE_MILLIS;
    countPublished(waiting.record());
    room.leave(waiting.size());
    waiting.durable().complete(null);
    pump();
  }

  private void notTaken(Waiting waiting, Throwable failure) {
    onTheWay--;
    if (failure instanceof RecordTooLargeException || failure instanceof SerializationException) {
      LOG.errorf(
          "Kafka refuses an event for good, it is lost message=%s type=%s reason=%s",
          waiting.record().key(), type(waiting.record()), failure.getMessage());
      room.leave(waiting.size());
      waiting.durable().completeExceptionally(failure);
      pump();
      return;
    }
    refused.add(waiting);
    trusted = false;
    if (!paused) {
      paused = true;
      LOG.warnf(
          "Kafka takes no events, trying again channel=%s waiting=%d pause_ms=%d reason=%s",
          name, room.events(), pauseMillis, failure);
      pump.schedule(this::resume, pauseMillis, TimeUnit.MILLISECONDS);
      pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    }
  }

  private void resume() {
    paused = false;
    pump();
  }

  private void onPump(Runnable step) {
    try {
      pump.execute(step);
    } catch (RejectedExecutionException e) {
      LOG.debugf("channel is closed channel=%s", name);
    }
  }

  private Message<byte[]> message(Waiting waiting) {
    TopicRecord record = waiting.record();
    byte[] value = record.value();
    if (value == null) {
      throw new SerializationException("an event has data");
    }
    Headers headers = new RecordHeaders();
    record
        .headers()
        .forEach((header, text) -> headers.add(header, text.getBytes(StandardCharsets.UTF_8)));
    return Message.of(
            value,
            () -> {
              onPump(() -> taken(waiting));
              return CompletableFuture.completedStage(null);
            },
            failure -> {
              onPump(() -> notTaken(waiting, failure));
              return CompletableFuture.completedStage(null);
            })
        .addMetadata(
            OutgoingKafkaRecordMetadata.<String>builder()
                .withTopic(record.topic().name())
                .withKey(record.key())
                .withHeaders(headers)
                .build());
  }

  private void countPublished(TopicRecord record) {
    published
        .computeIfAbsent(
            type(record),
            type ->
                Counter.builder("baton.events.published")
                    .description("Events that Kafka has taken")
                    .tag("type", type)
                    .register(meters))
        .increment();
  }

  private static String type(TopicRecord record) {
    return record.headers().getOrDefault(CloudEvents.TYPE, "");
  }

  /** Ends the thread. What still waits is lost; {@link WaitingRoom#awaitEmpty} comes before. */
  @Override
  public void close() {
    pump.shutdownNow();
  }
}
