package baton.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumer groups remember their members across a restart of the broker, and a member that was
 * killed with it holds its partitions until its session runs out: 45 seconds of mail standing
 * still. So a broker that starts on a used folder dismisses them. A member that lives on elsewhere
 * is told so by its next heartbeat and joins again.
 */
final class DeadConsumers {
  private static final Logger LOG = LoggerFactory.getLogger(DeadConsumers.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private DeadConsumers() {}

  static void dismiss(String bootstrapServers) {
    Map<String, Object> client =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
            "false",
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            "5000",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            Integer.toString((int) PATIENCE.toMillis()));
    try (Admin admin = Admin.create(client)) {
      var groups =
          admin
              .listGroups(ListGroupsOptions.forConsumerGroups())
              .all()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      for (GroupListing group : groups) {
        dismiss(admin, group.groupId());
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Dead consumers keep their partitions until their sessions run out", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void dismiss(Admin admin, String group)
      throws InterruptedException, TimeoutException {
    try {
      admin
          .removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // A group without members, or one of the newer protocol, whose sessions the broker keeps
      // short.
      LOG.debug("No member to dismiss group={}", group, e);
    }
  }
}
