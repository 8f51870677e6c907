package baton.submission.outbox;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer has read.
 *
 * @param offsets of each partition the next record to read
 * @param reader the consumer's membership in its group; one that is over commits nothing
 */
public record Consumed(
    Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata reader) {

  public Consumed {
    offsets = Map.copyOf(offsets);
  }
}
