package baton.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record for a topic, before any Kafka client has seen it.
 *
 * @param topic where it goes
 * @param key what its partition is chosen by, and what compaction keeps one record of
 * @param headers name to value, in order, UTF-8 on the wire
 * @param value the payload; null is a tombstone in a compacted topic
 */
public record TopicRecord(
    Topic topic, String key, Map<String, String> headers, byte @Nullable [] value) {

  public byte[] keyBytes() {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** About what it takes in memory and on the wire, in octets. */
  public int size() {
    int headerBytes = headers.entrySet().stream().mapToInt(TopicRecord::size).sum();
    return headerBytes + key.length() + (value == null ? 0 : value.length);
  }

  private static int size(Map.Entry<String, String> header) {
    return header.getKey().length() + header.getValue().length();
  }
}
