package baton.delivery.intake;

import baton.contracts.outbound.OutboundMessage;
import baton.delivery.Origin;
import baton.delivery.QueuedMessage;
import baton.delivery.deferral.DeferredStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of one partition into messages in delivery's hands, leaving out those that a
 * predecessor has dealt with.
 */
final class Arrivals {

  private static final Logger LOG = Logger.getLogger(Arrivals.class);
  private static final long QUERY_SECONDS = 10;

  private final Tenures tenures;
  private final DeferredStore deferred;

  Arrivals(Tenures tenures, DeferredStore deferred) {
    this.tenures = tenures;
    this.deferred = deferred;
  }

  /**
   * Takes records in.
   *
   * @return the messages to be delivered
   * @throws Exception where PostgreSQL does not answer; nothing was taken in then
   */
  List<QueuedMessage> take(Tenure tenure, List<ConsumerRecord<String, byte[]>> records)
      throws Exception {
    Set<UUID> deferredBefore = Set.of();
    Map<Long, OutboundMessage> messages = new HashMap<>();
    List<UUID> doubtful = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      OutboundMessage message = read(record);
      if (message != null) {
        messages.put(record.offset(), message);
        if (record.offset() < tenure.replayEnd) {
          doubtful.add(message.id());
        }
      }
    }
    if (!doubtful.isEmpty()) {
      deferredBefore =
          deferred.among(doubtful).toCompletableFuture().get(QUERY_SECONDS, TimeUnit.SECONDS);
    }
    List<QueuedMessage> arrived = new ArrayList<>(records.size());
    for (ConsumerRecord<String, byte[]> record : records) {
      long offset = record.offset();
      OutboundMessage message = messages.get(offset);
      if (message == null || tenure.hasEnded(message.id())) {
        tenure.progress.readTo(offset + 1);
      } else if (deferredBefore.contains(message.id())) {
        tenure.progress.deferred(offset, message.id());
        tenure.progress.readTo(offset + 1);
      } else {
        Origin origin = new Origin.Topic(tenure.partition, tenure.epoch, offset);
        QueuedMessage queued = new QueuedMessage(message, origin, 0);
        tenures.started(tenure, queued);
        arrived.add(queued);
      }
    }
    return arrived;
  }

  /**
   * Null where the record is none that this version can read: it stays on the topic, and is told.
   */
  private static @Nullable OutboundMessage read(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    try {
      return OutboundMessage.fromRecord(record.key(), headers, record.value());
    } catch (IllegalArgumentException e) {
      LOG.errorf(
          "record passed over topic=%s partition=%d offset=%d reason=%s",
          record.topic(), record.partition(), record.offset(), e.getMessage());
      return null;
    }
  }
}
