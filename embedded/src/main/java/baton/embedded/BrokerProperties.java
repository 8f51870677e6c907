package baton.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The broker's configuration in Kafka's words. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CLIENTS = "CLIENTS";
  static final String CONTROLLER = "CONTROLLER";

  private BrokerProperties() {}

  static Map<String, String> of(
      BrokerSettings settings, Path logDirectory, int clientPort, int controllerPort) {
    Map<String, String> p = new TreeMap<>();
    identity(p, logDirectory, clientPort, controllerPort);
    oneReplica(p, settings.coordinatorPartitions());
    size(p, settings.maxMessageBytes());
    thrift(p);
    quickTransactions(p);
    restart(p);
    if (settings.durability() == Durability.ON_DISK) {
      // No flush by time beside it: log.flush.scheduler.interval.ms stays at "never".
      p.put("log.flush.interval.messages", "1");
      // A flush writes out every index that an append has touched: at Kafka's 4 KiB that is each
      // message's, three disk writes in place of one. But whoever reads scans so much, batch by
      // batch, each time: at 1 MiB that was half of the broker's work.
      p.put("log.index.interval.bytes", Integer.toString(64 << 10));
    }
    p.putAll(settings.properties());
    return p;
  }

  private static void identity(
      Map<String, String> p, Path logDirectory, int clientPort, int controllerPort) {
    String clients = CLIENTS + "://" + LoopbackListeners.HOST + ":" + clientPort;
    String controller = CONTROLLER + "://" + LoopbackListeners.HOST + ":" + controllerPort;
    p.put("process.roles", "broker,controller");
    p.put("node.id", Integer.toString(NODE_ID));
    p.put(
        "controller.quorum.voters", NODE_ID + "@" + LoopbackListeners.HOST + ":" + controllerPort);
    p.put("listeners", clients + "," + controller);
    p.put("advertised.listeners", clients);
    p.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    p.put("inter.broker.listener.name", CLIENTS);
    p.put("controller.listener.names", CONTROLLER);
    p.put("log.dirs", logDirectory.toString());
    // A topic that nobody declared is a misspelt one.
    p.put("auto.create.topics.enable", "false");
  }

  private static void oneReplica(Map<String, String> p, int coordinatorPartitions) {
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      p.put(topic + ".num.partitions", Integer.toString(coordinatorPartitions));
      p.put(topic + ".replication.factor", "1");
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("default.replication.factor", "1");
    p.put("min.insync.replicas", "1");
  }

  private static void size(Map<String, String> p, int maxMessageBytes) {
    int atLeast = Math.max(maxMessageBytes, 1024 * 1024);
    p.put("message.max.bytes", Integer.toString(maxMessageBytes));
    p.put("replica.fetch.max.bytes", Integer.toString(atLeast));
    p.put("replica.fetch.response.max.bytes", Integer.toString(Math.max(atLeast, 10 << 20)));
    p.put("fetch.max.bytes", Long.toString(Math.clamp(atLeast * 2L, 55 << 20, Integer.MAX_VALUE)));
    p.put(
        "socket.request.max.bytes",
        Long.toString(Math.clamp(atLeast * 2L, 100 << 20, Integer.MAX_VALUE)));
    // After a crash the newest segment of each partition is read through: small ones keep the next
    // start short.
    p.put(
        "log.segment.bytes", Long.toString(Math.clamp(atLeast * 4L, 64 << 20, Integer.MAX_VALUE)));
  }

  /** What Kafka sizes for a cluster of machines, sized for a corner of one. */
  private static void thrift(Map<String, String> p) {
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    p.put("num.recovery.threads.per.data.dir", "2");
    p.put("group.coordinator.threads", "1");
    p.put("share.coordinator.threads", "1");
    // Allocated at once and whole, however little there is to compact.
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    // Otherwise an idle broker writes, and fsyncs, a record that says nothing twice a second.
    p.put("metadata.max.idle.interval.ms", "0");
  }

  /**
   * A producer's next transaction waits until the markers of its last one are written, and looks
   * again after this pause: at Kafka's 20 ms that pause, not the disk, is what group commit waits
   * for.
   */
  private static void quickTransactions(Map<String, String> p) {
    p.put("add.partitions.to.txn.retry.backoff.ms", "1");
  }

  /** What lets a site be down for long and be back at once. */
  private static void restart(Map<String, String> p) {
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("group.min.session.timeout.ms", "1000");
    p.put("group.consumer.min.session.timeout.ms", "1000");
    p.put("group.consumer.min.heartbeat.interval.ms", "300");
    p.put("group.consumer.session.timeout.ms", "6000");
    p.put("group.consumer.heartbeat.interval.ms", "1000");
    // An open transaction of a dead producer holds up every reader of its partitions.
    p.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    // A broker that was killed may register again only when its former session has run out.
    p.put("broker.session.timeout.ms", "3000");
    p.put("broker.heartbeat.interval.ms", "500");
    // Offsets outlive a year's pause: forgotten ones would mean mail sent twice or not at all.
    p.put("offsets.retention.minutes", Integer.toString(366 * 24 * 60));
  }
}
