package baton.feedback.events;

import baton.contracts.TopicRecord;
import baton.contracts.event.Event;
import baton.contracts.event.EventRecord;
import baton.feedback.assembly.FeedbackConfig;
import baton.feedback.intake.FeedbackEvents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Publishes events through the SmallRye channel {@code feedback-events}. */
@Singleton
final class KafkaFeedbackEvents implements FeedbackEvents {

  private final MutinyEmitter<byte[]> emitter;
  private final MeterRegistry meters;
  private final Duration patience;

  @Inject
  KafkaFeedbackEvents(
      @Channel("feedback-events") MutinyEmitter<byte[]> emitter,
      MeterRegistry meters,
      FeedbackConfig config) {
    this.emitter = emitter;
    this.meters = meters;
    this.patience = config.publishTimeout();
  }

  @Override
  public Uni<Void> publish(List<? extends Event.FromFeedback> events) {
    return Uni.join()
        .all(events.stream().map(this::publish).toList())
        .andFailFast()
        .ifNoItem()
        .after(patience)
        .fail()
        .replaceWithVoid();
  }

  private Uni<Void> publish(Event event) {
    TopicRecord record = EventRecord.of(event);
    return emitter
        .sendMessage(Message.of(record.value()).addMetadata(metadata(record)))
        .invoke(() -> count(event));
  }

  private static OutgoingKafkaRecordMetadata<String> metadata(TopicRecord record) {
    RecordHeaders headers = new RecordHeaders();
    record
        .headers()
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    return OutgoingKafkaRecordMetadata.<String>builder()
        .withTopic(record.topic().name())
        .withKey(record.key())
        .withHeaders(headers)
        .build();
  }

  private void count(Event event) {
    Counter.builder("baton.events.published")
        .description("Events that are durable on Kafka")
        .tag("type", event.type())
        .register(meters)
        .increment();
  }
}
