package baton.delivery.deferral;

import baton.contracts.TopicRecord;
import baton.contracts.event.Json;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.outcome.Outcome;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.utils.Utils;

/** A row of the deferred table: the outbound record as it was, and when it is due. */
@Entity
@Table(name = "deferred_message", schema = "delivery")
@SuppressWarnings("NullAway.Init")
class DeferredMessage {

  @Id
  @Column(name = "message_id")
  UUID messageId;

  String lane;

  @Column(name = "lane_hash")
  int laneHash;

  Instant due;

  @Column(name = "accepted_at")
  Instant acceptedAt;

  int attempts;

  String headers;

  byte[] content;

  static DeferredMessage of(Outcome.Postponed postponed) {
    OutboundMessage message = postponed.message().message();
    TopicRecord record = message.toRecord();
    DeferredMessage row = new DeferredMessage();
    row.messageId = message.id();
    row.lane = message.lane();
    row.laneHash = hash(message.lane());
    row.due = postponed.due();
    row.acceptedAt = message.acceptedAt();
    row.attempts = postponed.attempts();
    row.headers = Json.write(record.headers());
    row.content = message.content();
    return row;
  }

  OutboundMessage message() {
    return OutboundMessage.fromRecord(lane, Json.readStringMap(headers), content);
  }

  /** Partition of {@code baton.outbound} to which the row's lane belongs, of so many. */
  int partition(int partitions) {
    return laneHash % partitions;
  }

  /** The hash by which Kafka's producer chooses a key's partition, before the modulo. */
  static int hash(String lane) {
    return Utils.toPositive(Utils.murmur2(Utils.utf8(lane)));
  }
}
