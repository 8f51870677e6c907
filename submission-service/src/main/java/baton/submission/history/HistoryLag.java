package baton.submission.history;

import baton.contracts.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * How far history is behind.
 *
 * <p>{@code baton_submission_history_lag_records{group}}: records of the event topics behind the
 * projection's group, all instances together, looked up every few seconds; NaN while Kafka does not
 * answer. Kafka's marks at the ends of transactions are counted too, so that one for each partition
 * may be left when all is kept.
 *
 * <p>{@code baton_submission_history_lag_seconds{group}}: the age of the oldest event that this
 * instance has read and not yet kept; 0 where there is none.
 */
@Singleton
class HistoryLag {

  private static final Logger LOG = Logger.getLogger(HistoryLag.class);
  private static final Duration ROUND = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(4);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final long NOTHING = -1;

  private static final List<String> TOPICS =
      List.of(
          Topic.EVENTS_SUBMISSION.name(),
          Topic.EVENTS_DELIVERY.name(),
          Topic.EVENTS_TRACKING.name(),
          Topic.EVENTS_FEEDBACK.name());

  private final Vertx vertx;
  private final MeterRegistry registry;
  private final Map<String, Object> kafka;
  private final String group;
  private final Clock clock = Clock.systemUTC();
  private final AtomicBoolean underWay = new AtomicBoolean();
  private volatile double records = Double.NaN;

  /** When the oldest event at hand was published, in milliseconds since 1970. */
  private volatile long oldest = NOTHING;

  private @Nullable Admin admin;
  private long timer;

  HistoryLag(
      Vertx vertx,
      MeterRegistry registry,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "mp.messaging.incoming.submission-history.group.id") String group) {
    this.vertx = vertx;
    this.registry = registry;
    this.kafka = Map.copyOf(kafka);
    this.group = group;
  }

  /** A batch is at hand. */
  void hasRead(ConsumerRecords<String, byte[]> batch) {
    long first = Long.MAX_VALUE;
    for (ConsumerRecord<String, byte[]> record : batch) {
      first = Math.min(first, record.timestamp());
    }
    oldest = first == Long.MAX_VALUE ? NOTHING : first;
  }

  /** It is kept. */
  void hasKept() {
    oldest = NOTHING;
  }

  /** After topics are made. */
  void watch(@Observes @Priority(9_000) StartupEvent event) {
    Gauge.builder("baton_submission_history_lag_records", () -> records)
        .description("Records of the event topics that history has not kept yet")
        .tag("group", group)
        .register(registry);
    Gauge.builder("baton_submission_history_lag_seconds", this::seconds)
        .description("Age of the oldest event that is read and not kept yet")
        .tag("group", group)
        .register(registry);
    admin = admin();
    look();
    timer = vertx.setPeriodic(ROUND.toMillis(), _ -> look());
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
    if (admin != null) {
      admin.close(CLOSING);
    }
  }

  private double seconds() {
    long since = oldest;
    return since == NOTHING ? 0 : Math.max(0, clock.millis() - since) / 1000.0;
  }

  private void look() {
    if (admin != null && underWay.compareAndSet(false, true)) {
      behind(admin)
          .whenComplete(
              (count, failure) -> {
                if (failure != null) {
                  LOG.debugf("history's lag is not known: %s", failure.toString());
                }
                records = failure == null ? count : Double.NaN;
                underWay.set(false);
              });
    }
  }

  private CompletionStage<Long> behind(Admin asked) {
    return asked
        .describeTopics(TOPICS)
        .allTopicNames()
        .toCompletionStage()
        .thenCompose(
            topics ->
                offsets(asked, topics, OffsetSpec.latest())
                    .thenCombine(
                        offsets(asked, topics, OffsetSpec.earliest()),
                        (ends, beginnings) ->
                            (Function<Map<TopicPartition, OffsetAndMetadata>, Long>)
                                kept -> behind(kept, beginnings, ends)))
        .thenCombine(
            asked
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage(),
            Function::apply);
  }

  /** What was deleted before it was read is not waited for. */
  private static long behind(
      Map<TopicPartition, OffsetAndMetadata> kept,
      Map<TopicPartition, Long> beginnings,
      Map<TopicPartition, Long> ends) {
    long sum = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      long beginning = beginnings.getOrDefault(end.getKey(), 0L);
      OffsetAndMetadata next = kept.get(end.getKey());
      long from = next == null ? beginning : Math.max(beginning, next.offset());
      sum += Math.max(0, end.getValue() - from);
    }
    return sum;
  }

  private static CompletionStage<Map<TopicPartition, Long>> offsets(
      Admin asked, Map<String, TopicDescription> topics, OffsetSpec which) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    topics.forEach(
        (name, topic) ->
            topic
                .partitions()
                .forEach(
                    partition ->
                        wanted.put(new TopicPartition(name, partition.partition()), which)));
    return asked
        .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .toCompletionStage()
        .thenApply(
            found ->
                found.entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset())));
  }

  private Admin admin() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "baton-submission-history-lag");
    settings.put(AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER.toMillis());
    return Admin.create(settings);
  }
}
