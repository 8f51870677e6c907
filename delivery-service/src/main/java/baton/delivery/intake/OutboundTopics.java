package baton.delivery.intake;

import baton.contracts.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Checks, before a message is read, that {@code baton.outbound}, {@code baton.events.delivery} and
 * {@code baton.commands} exist and have the same number of partitions: an event, and a command,
 * lies in the partition of its message.
 */
public final class OutboundTopics {

  private static final Logger LOG = Logger.getLogger(OutboundTopics.class);
  private static final Duration PERIOD = Duration.ofMillis(500);
  private static final List<Topic> TOPICS =
      List.of(Topic.OUTBOUND, Topic.EVENTS_DELIVERY, Topic.COMMANDS);

  /** The topics do not fit each other; only a person can mend that. */
  public static final class MismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MismatchException(int outbound, Topic other, int count) {
      super(
          "%s has %d partitions and %s has %d: they must have the same number"
              .formatted(Topic.OUTBOUND.name(), outbound, other.name(), count));
    }
  }

  private final Map<String, Object> kafka;
  private final CountDownLatch stopped = new CountDownLatch(1);

  public OutboundTopics(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /** A partition of {@code baton.outbound}. */
  static TopicPartition outbound(int partition) {
    return new TopicPartition(Topic.OUTBOUND.name(), partition);
  }

  /** Ends {@link #await}. */
  void stop() {
    stopped.countDown();
  }

  /**
   * Waits until the topics are there.
   *
   * @return the number of partitions; 0 where {@link #stop} was called first
   * @throws MismatchException where the numbers differ
   */
  int await() throws InterruptedException {
    boolean told = false;
    try (Admin admin = Admin.create(kafka)) {
      do {
        try {
          Map<String, TopicDescription> topics =
              admin.describeTopics(TOPICS.stream().map(Topic::name).toList()).allTopicNames().get();
          int outbound = topics.get(Topic.OUTBOUND.name()).partitions().size();
          for (Topic other : TOPICS) {
            int count = topics.get(other.name()).partitions().size();
            if (outbound != count) {
              throw new MismatchException(outbound, other, count);
            }
          }
          return outbound;
        } catch (ExecutionException e) {
          if (!told) {
            LOG.infof("intake waits for its topics reason=%s", e.getCause().getMessage());
            told = true;
          }
        }
      } while (!stopped.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
    }
    return 0;
  }
}
