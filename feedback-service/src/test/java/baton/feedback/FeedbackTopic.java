package baton.feedback;

import baton.contracts.Topic;
import baton.testkit.KafkaProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topic that feedback publishes on, as submission would make it, and what lies in it. */
public final class FeedbackTopic {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private FeedbackTopic() {}

  /** Makes the topic where it does not exist. */
  public static void create(String bootstrapServers) {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin
          .createTopics(
              List.of(new NewTopic(Topic.EVENTS_FEEDBACK.name(), Optional.of(2), Optional.empty())))
          .all()
          .get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the topic has so many events of a message, and gives these. */
  public static List<KafkaProbe.Entry> eventsOf(UUID message, int count, String bootstrapServers) {
    try (KafkaProbe probe = new KafkaProbe(bootstrapServers)) {
      return of(
          message,
          probe.read(
              Topic.EVENTS_FEEDBACK.name(),
              PATIENCE,
              entries -> of(message, entries).size() >= count));
    }
  }

  /** What the topic has of a message now. */
  public static List<KafkaProbe.Entry> eventsNow(UUID message, String bootstrapServers) {
    try (KafkaProbe probe = new KafkaProbe(bootstrapServers)) {
      return of(message, probe.readAll(Topic.EVENTS_FEEDBACK.name()));
    }
  }

  private static List<KafkaProbe.Entry> of(UUID message, List<KafkaProbe.Entry> entries) {
    return entries.stream().filter(entry -> message.toString().equals(entry.key())).toList();
  }
}
