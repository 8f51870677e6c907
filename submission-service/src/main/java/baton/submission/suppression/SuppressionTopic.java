package baton.submission.suppression;

import baton.contracts.TopicRecord;
import baton.submission.admission.Refusal;
import baton.submission.admission.RefusedException;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Writes to {@code baton.suppressions}. */
@Singleton
class SuppressionTopic {

  private static final Logger LOG = Logger.getLogger(SuppressionTopic.class);

  /** While Kafka is silent the channel tries one record after the other. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final MutinyEmitter<byte @Nullable []> emitter;

  SuppressionTopic(@Channel("submission-suppressions") MutinyEmitter<byte @Nullable []> emitter) {
    this.emitter = emitter;
  }

  /**
   * Completes when the record is durable. Fails with {@link RefusedException} where Kafka does not
   * say so in time: then it may be, or not.
   */
  Uni<Void> publish(TopicRecord record) {
    RecordHeaders headers = new RecordHeaders();
    for (Map.Entry<String, String> header : record.headers().entrySet()) {
      headers.add(header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return emitter
        .sendMessage(
            Message.of(
                record.value(),
                Metadata.of(
                    OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(record.key())
                        .withHeaders(headers)
                        .build())))
        .ifNoItem()
        .after(PATIENCE)
        .fail()
        .onFailure()
        .invoke(e -> LOG.warnf("suppression not published: %s", e))
        .onFailure()
        .transform(
            _ ->
                new RefusedException(
                    Refusal.UNAVAILABLE,
                    "the list is changed, but not everybody who must know could be told; try again"
                        + " later"));
  }
}
