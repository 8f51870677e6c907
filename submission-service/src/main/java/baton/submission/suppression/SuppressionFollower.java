package baton.submission.suppression;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the front up with what other instances add. It follows the topic from the end, and loads
 * from PostgreSQL whenever it has been given partitions and knows where in them it begins: what was
 * added before that is in PostgreSQL already, because PostgreSQL is written first.
 */
@Singleton
@Identifier("submission-suppression-front")
public class SuppressionFollower implements KafkaConsumerRebalanceListener {

  private static final Logger LOG = Logger.getLogger(SuppressionFollower.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final SuppressionFront front;
  private final SuppressionPublisher publisher;

  SuppressionFollower(SuppressionFront front, SuppressionPublisher publisher) {
    this.front = front;
    this.publisher = publisher;
  }

  /** Not to ask PostgreSQL for every message until the group has formed. */
  void load(@Observes StartupEvent start) {
    load();
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    partitions.forEach(consumer::position);
    load();
    if (consumer.endOffsets(partitions).values().stream().allMatch(end -> end == 0)) {
      // Nobody has ever written to it: it is new, and the lists may not be.
      untilDone("suppressions not published", publisher.tellAll());
    }
  }

  /** A tombstone changes nothing: the front only grows. */
  @Incoming("submission-suppression-front")
  void follow(Record<String, byte @Nullable []> record) {
    if (record.value() != null) {
      front.add(record.key());
    }
  }

  private void load() {
    untilDone("suppressions not loaded", front.load());
  }

  private static void untilDone(String otherwise, Uni<Void> work) {
    work.onFailure()
        .invoke(e -> LOG.warnf("%s, trying again: %s", otherwise, e.getMessage()))
        .onFailure()
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .indefinitely()
        .subscribe()
        .with(_ -> {});
  }
}
