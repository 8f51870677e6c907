package baton.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How an embedded broker runs.
 *
 * @param directory where its data live; made if absent, used by one broker at a time
 * @param port port of the listener on 127.0.0.1, 0 to 65535; 0 picks a free one
 * @param durability when an append counts as written
 * @param maxMessageBytes largest record batch that the broker takes, in bytes; at least 1 KiB.
 *     Topics may lower it. Sets {@code message.max.bytes} and what must not be below it
 * @param coordinatorPartitions partitions of the broker's own topics for offsets and transactions,
 *     1 to 64. Fixed at the first start: a later value does not change an existing folder
 * @param properties further broker properties by Kafka's names; they win over everything above
 */
public record BrokerSettings(
    Path directory,
    int port,
    Durability durability,
    int maxMessageBytes,
    int coordinatorPartitions,
    Map<String, String> properties) {

  /** 25 MiB for the largest message, and room for its headers and the batch around it. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 27 * 1024 * 1024;

  public BrokerSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, not " + port);
    }
    if (maxMessageBytes < 1024) {
      throw new IllegalArgumentException(
          "maxMessageBytes must be at least 1024, not " + maxMessageBytes);
    }
    if (coordinatorPartitions < 1 || coordinatorPartitions > 64) {
      throw new IllegalArgumentException(
          "coordinatorPartitions must be 1 to 64, not " + coordinatorPartitions);
    }
    directory = directory.toAbsolutePath().normalize();
    properties = Map.copyOf(properties);
  }

  /** A durable broker on a free port. */
  public static BrokerSettings in(Path directory) {
    return new BrokerSettings(
        directory, 0, Durability.ON_DISK, DEFAULT_MAX_MESSAGE_BYTES, 2, Map.of());
  }

  /** The same on this port. */
  public BrokerSettings withPort(int port) {
    return new BrokerSettings(
        directory, port, durability, maxMessageBytes, coordinatorPartitions, properties);
  }

  /** The same with this durability. */
  public BrokerSettings withDurability(Durability durability) {
    return new BrokerSettings(
        directory, port, durability, maxMessageBytes, coordinatorPartitions, properties);
  }

  /** The same with this limit in bytes. */
  public BrokerSettings withMaxMessageBytes(int maxMessageBytes) {
    return new BrokerSettings(
        directory, port, durability, maxMessageBytes, coordinatorPartitions, properties);
  }

  /** The same with this many partitions in the broker's own topics. */
  public BrokerSettings withCoordinatorPartitions(int coordinatorPartitions) {
    return new BrokerSettings(
        directory, port, durability, maxMessageBytes, coordinatorPartitions, properties);
  }

  /** The same with one broker property more, by Kafka's name. */
  public BrokerSettings withProperty(String name, String value) {
    Map<String, String> more = new TreeMap<>(properties);
    more.put(name, value);
    return new BrokerSettings(
        directory, port, durability, maxMessageBytes, coordinatorPartitions, more);
  }
}
