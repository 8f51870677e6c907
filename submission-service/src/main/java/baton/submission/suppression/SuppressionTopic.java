package baton.submission.suppression;

import baton.contracts.TopicRecord;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jspecify.annotations.Nullable;

/** Writes to {@code baton.suppressions}. */
@Singleton
class SuppressionTopic {

  private final MutinyEmitter<byte @Nullable []> emitter;

  SuppressionTopic(@Channel("submission-suppressions") MutinyEmitter<byte @Nullable []> emitter) {
    this.emitter = emitter;
  }

  /** Completes when the record is durable. */
  Uni<Void> publish(TopicRecord record) {
    RecordHeaders headers = new RecordHeaders();
    for (Map.Entry<String, String> header : record.headers().entrySet()) {
      headers.add(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return emitter.sendMessage(
        Message.of(
            record.value(),
            Metadata.of(
                OutgoingKafkaRecordMetadata.<String>builder()
                    .withKey(record.key())
                    .withHeaders(headers)
                    .build())));
  }
}
