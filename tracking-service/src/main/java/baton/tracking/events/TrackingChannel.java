package baton.tracking.events;

import baton.contracts.CloudEvents;
import baton.contracts.TopicRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * A channel and the room of what waits in it. A record stays until Kafka has it; whatever Kafka
 * refuses for a while is sent again.
 */
final class TrackingChannel {

  private static final Logger LOG = Logger.getLogger(TrackingChannel.class);

  /** What an event costs in memory beside its octets: message, futures, the producer's batch. */
  private static final int OVERHEAD = 1_024;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final String name;
  private final MutinyEmitter<byte[]> emitter;
  private final WaitingRoom room;
  private final MeterRegistry meters;
  private final Map<String, Counter> published = new ConcurrentHashMap<>();

  TrackingChannel(String name, MutinyEmitter<byte[]> emitter, long capacity, MeterRegistry meters) {
    this.name = name;
    this.emitter = emitter;
    this.room = new WaitingRoom(capacity);
    this.meters = meters;
    gauge("baton.tracking.waiting.events", "Events that Kafka has not taken yet");
    Gauge.builder("baton.tracking.waiting", room, WaitingRoom::octets)
        .description("Memory held by events that Kafka has not taken yet")
        .baseUnit("bytes")
        .tag("channel", name)
        .register(meters);
  }

  private void gauge(String meter, String description) {
    Gauge.builder(meter, room, WaitingRoom::events)
        .description(description)
        .tag("channel", name)
        .register(meters);
  }

  String name() {
    return name;
  }

  WaitingRoom room() {
    return room;
  }

  /**
   * Sends a record at once, whether or not anybody waits for the outcome.
   *
   * @return empty where there is no room; otherwise completes when Kafka has the record. It fails
   *     only where Kafka will never take it.
   */
  Optional<Uni<Void>> send(TopicRecord record) {
    int size = record.size() + OVERHEAD;
    if (!room.enter(size)) {
      return Optional.empty();
    }
    Uni<Void> sent =
        Uni.createFrom()
            .deferred(() -> emitter.sendMessage(message(record)))
            .onFailure(TrackingChannel::passes)
            .retry()
            .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
            .indefinitely()
            .onTermination()
            .invoke(() -> room.leave(size))
            .memoize()
            .indefinitely();
    sent.subscribe().with(durable -> countPublished(record), failure -> logLost(record, failure));
    return Optional.of(sent);
  }

  private static boolean passes(Throwable failure) {
    return !(failure instanceof RecordTooLargeException)
        && !(failure instanceof SerializationException);
  }

  private static Message<byte[]> message(TopicRecord record) {
    byte[] value = record.value();
    if (value == null) {
      throw new IllegalArgumentException("an event has data");
    }
    Headers headers = new RecordHeaders();
    record
        .headers()
        .forEach((header, text) -> headers.add(header, text.getBytes(StandardCharsets.UTF_8)));
    return Message.of(value)
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
            record.headers().getOrDefault(CloudEvents.TYPE, ""),
            type ->
                Counter.builder("baton.events.published")
                    .description("Events that Kafka has taken")
                    .tag("type", type)
                    .register(meters))
        .increment();
  }

  private void logLost(TopicRecord record, Throwable failure) {
    LOG.errorf(
        "Kafka refuses an event for good, it is lost message=%s type=%s reason=%s",
        record.key(), record.headers().get(CloudEvents.TYPE), failure.getMessage());
  }
}
