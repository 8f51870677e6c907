package baton.embedded;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, KRaft broker and controller in one, in this JVM and on loopback. Data and
 * cluster id stay in its folder: they survive {@link #close()}, the death of the JVM and, with
 * {@link Durability#ON_DISK}, that of the machine.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaBroker.class);
  private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(10);

  private final FolderLock lock;
  private final LoopbackListeners listeners;
  private final BrokerFaults faults;
  private final int port;
  private final String clusterId;
  private final ControllerServer controller;
  private final BrokerServer broker;
  private boolean closed;

  private KafkaBroker(
      BrokerSettings settings, FolderLock lock, LoopbackListeners listeners, BrokerFolder folder) {
    this.lock = lock;
    this.listeners = listeners;
    this.faults = new BrokerFaults();
    this.port = listeners.bind(BrokerProperties.CLIENTS, settings.port());
    int controllerPort = listeners.bind(BrokerProperties.CONTROLLER, 0);
    KafkaConfig config =
        new KafkaConfig(BrokerProperties.of(settings, folder.log(), port, controllerPort), false);
    var directories = KafkaRaftServer.initializeLogDirs(config, LOG, "");
    this.clusterId = directories._1().clusterId().orElseThrow();
    SharedServer shared =
        new SharedServer(
            config,
            directories._1(),
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(
                Map.of(
                    BrokerProperties.NODE_ID,
                    new InetSocketAddress(LoopbackListeners.HOST, controllerPort))),
            List.of(),
            faults,
            listeners);
    this.broker = new BrokerServer(shared);
    this.controller =
        new ControllerServer(shared, KafkaRaftServer.configSchema(), directories._2());
  }

  /**
   * Starts a broker and returns when it serves clients.
   *
   * @throws EmbeddedStartException if the port is in use, or the folder is unwritable, in use,
   *     damaged or another Kafka's
   */
  public static KafkaBroker start(BrokerSettings settings) {
    KafkaLogging.quieten();
    FolderLock lock = FolderLock.take(settings.directory(), "Kafka");
    LoopbackListeners listeners = new LoopbackListeners();
    KafkaBroker started = null;
    try {
      BrokerFolder folder = BrokerFolder.open(settings.directory());
      started = new KafkaBroker(settings, lock, listeners, folder);
      started.startUp(folder.usedBefore());
      LOG.info(
          "Kafka serves bootstrap={} folder={}", started.bootstrapServers(), settings.directory());
      return started;
    } catch (EmbeddedStartException e) {
      giveUp(started, listeners, lock);
      throw e;
    } catch (Exception e) {
      Throwable fault = started == null ? null : started.faults.duringStart();
      giveUp(started, listeners, lock);
      Throwable cause = fault == null ? e : fault;
      throw new EmbeddedStartException(
          "Kafka cannot start with the data folder %s: %s"
              .formatted(settings.directory(), sentence(cause)),
          cause);
    }
  }

  private void startUp(boolean usedBefore) {
    controller.startup();
    broker.startup();
    if (usedBefore) {
      DeadConsumers.dismiss(bootstrapServers());
    }
    faults.started();
  }

  /** Where clients find it: {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return LoopbackListeners.HOST + ":" + port;
  }

  /** Port of the clients' listener. */
  public int port() {
    return port;
  }

  /** Id of the cluster, given to the folder at its first start. */
  public String clusterId() {
    return clusterId;
  }

  /** Stops cleanly: takes no more, writes everything, frees port and folder. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    faults.stopping();
    try {
      broker.shutdown(CONTROLLED_SHUTDOWN);
    } finally {
      try {
        controller.shutdown();
      } finally {
        listeners.close();
        lock.close();
      }
    }
    LOG.info("Kafka stopped port={}", port);
  }

  private static void giveUp(
      @Nullable KafkaBroker half, LoopbackListeners listeners, FolderLock lock) {
    try {
      if (half != null) {
        half.close();
      }
    } catch (RuntimeException e) {
      LOG.debug("A broker that did not start did not stop cleanly either", e);
    } finally {
      listeners.close();
      lock.close();
    }
  }

  /** The innermost message says most; Kafka wraps it in several that say only "failed". */
  private static String sentence(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    String message = inner.getMessage();
    String text = message == null ? inner.getClass().getSimpleName() : message.strip();
    return text.endsWith(".") ? text : text + ".";
  }
}
