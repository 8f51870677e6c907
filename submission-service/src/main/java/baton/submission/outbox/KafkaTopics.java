package baton.submission.outbox;

import baton.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the platform's topics where they are missing, and checks those that are there. */
public final class KafkaTopics {

  private static final Logger log = LoggerFactory.getLogger(KafkaTopics.class);

  /** A message and what is said of it, or to it, lie in partitions of the same number. */
  private static final List<Topic> EXACT =
      List.of(Topic.OUTBOUND, Topic.EVENTS_DELIVERY, Topic.COMMANDS);

  /** Between two questions for what is not known yet. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final Duration CLOSING = Duration.ofSeconds(1);

  /** What is deleted at the same time; so much longer than its retention a record may stay. */
  private static final Duration SEGMENT = Duration.ofDays(1);

  private final TopicSettings settings;

  public KafkaTopics(TopicSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes and checks; returns when every topic is as it must be.
   *
   * @param kafka the client's configuration
   * @throws IllegalStateException with a sentence for the operator
   */
  public void ensure(Map<String, Object> kafka) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(AdminClientConfig.CLIENT_ID_CONFIG, "baton-submission-topics");
    config.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    config.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        Math.toIntExact(settings.patience().toMillis()));
    config.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        Math.toIntExact(Math.min(5_000, settings.patience().toMillis())));
    Admin admin = Admin.create(config);
    try {
      Set<String> there = wait(admin.listTopics().names()::get);
      for (Topic topic : Topic.ALL) {
        if (!there.contains(topic.name())) {
          create(admin, topic);
        }
      }
      check(admin);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka at " + kafka.get("bootstrap.servers") + " does not answer (BATON_KAFKA)", e);
    } finally {
      // Closing without a limit waits for ever where a broker is silent.
      admin.close(CLOSING);
    }
  }

  private void create(Admin admin, Topic topic) throws TimeoutException {
    if (!settings.create()) {
      throw new IllegalStateException(
          "Kafka has no topic " + topic.name() + ", and baton.topics.create is false");
    }
    NewTopic request =
        new NewTopic(topic.name(), partitions(topic), settings.replication())
            .configs(config(topic));
    try {
      wait(admin.createTopics(List.of(request)).all()::get);
      log.info("topic created topic={} partitions={}", topic.name(), partitions(topic));
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
      // Another instance was quicker.
    }
  }

  private void check(Admin admin) throws TimeoutException {
    Map<String, TopicDescription> there = describe(admin);
    for (Topic topic : EXACT) {
      TopicDescription description = there.get(topic.name());
      int found = description == null ? 0 : description.partitions().size();
      if (found != partitions(topic)) {
        throw new IllegalStateException(
            "topic %s has %d partitions and must have %d: raise the count only after a drain, and set baton.topics.scale to what was created"
                .formatted(topic.name(), found, partitions(topic)));
      }
    }
  }

  /** A broker may not know yet what the controller has just made. */
  private Map<String, TopicDescription> describe(Admin admin) throws TimeoutException {
    List<String> names = EXACT.stream().map(Topic::name).toList();
    long deadline = System.nanoTime() + settings.patience().toNanos();
    while (true) {
      try {
        return wait(admin.describeTopics(names).allTopicNames()::get);
      } catch (IllegalStateException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() - deadline > 0) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private int partitions(Topic topic) {
    return switch (settings.scale()) {
      case PRODUCTION -> topic.partitions();
      case STANDALONE -> topic.standalonePartitions();
    };
  }

  private Map<String, String> config(Topic topic) {
    Map<String, String> config = new HashMap<>();
    config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
    if (topic.compacted()) {
      config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
      // Otherwise what was taken back may stay for as long as little else is written.
      config.put(
          TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(topic.retention().toMillis()));
    } else {
      config.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(topic.retention().toMillis()));
      // A record goes with the youngest of its segment, which a week would hold by default.
      config.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(SEGMENT.toMillis()));
    }
    if (settings.replication() >= 3) {
      config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
    }
    if (settings.scale() == TopicSettings.Scale.STANDALONE) {
      // One broker: no other copy stands in for what was not yet on its disk.
      config.put(TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG, "1");
    }
    return config;
  }

  @FunctionalInterface
  private interface Answer<T> {
    T get(long time, TimeUnit unit)
        throws InterruptedException, ExecutionException, TimeoutException;
  }

  private <T> T wait(Answer<T> answer) throws TimeoutException {
    try {
      Duration patience = settings.patience();
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
        throw new TimeoutException(e.getCause().getMessage());
      }
      throw new IllegalStateException(
          "Kafka refuses to answer about topics: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for Kafka", e);
    }
  }
}
