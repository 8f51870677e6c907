package baton.submission.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import baton.contracts.Topic;
import baton.testkit.Backends;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {

  private static final Map<String, Object> KAFKA =
      Map.of("bootstrap.servers", Backends.kafka().bootstrapServers());

  @Test
  void missingTopicsAreMadeAsTheListHasThemAndThoseThatAreThereAreLeft() throws Exception {
    KafkaTopics topics = topics(TopicSettings.Scale.STANDALONE, Duration.ofSeconds(30));
    topics.ensure(KAFKA);
    topics.ensure(KAFKA);

    ConfigResource outbound = new ConfigResource(ConfigResource.Type.TOPIC, Topic.OUTBOUND.name());
    ConfigResource suppressions =
        new ConfigResource(ConfigResource.Type.TOPIC, Topic.SUPPRESSIONS.name());
    try (Admin admin = Admin.create(KAFKA)) {
      var described =
          admin.describeTopics(Topic.ALL.stream().map(Topic::name).toList()).allTopicNames().get();
      for (Topic topic : Topic.ALL) {
        assertThat(described.get(topic.name()).partitions()).hasSize(topic.standalonePartitions());
      }
      var configs = admin.describeConfigs(List.of(outbound, suppressions)).all().get();
      assertThat(configs.get(outbound).get("retention.ms").value()).isEqualTo("604800000");
      assertThat(configs.get(outbound).get("segment.ms").value()).isEqualTo("86400000");
      assertThat(configs.get(outbound).get("flush.messages").value()).isEqualTo("1");
      assertThat(configs.get(outbound).get("max.message.bytes").value())
          .isEqualTo(Integer.toString(Topic.OUTBOUND.maxMessageBytes()));
      assertThat(configs.get(suppressions).get("cleanup.policy").value()).isEqualTo("compact");
      assertThat(configs.get(suppressions).get("max.compaction.lag.ms").value())
          .isEqualTo("604800000");
    }
  }

  @Test
  void anotherPartitionCountIsNamed() {
    topics(TopicSettings.Scale.STANDALONE, Duration.ofSeconds(30)).ensure(KAFKA);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> topics(TopicSettings.Scale.PRODUCTION, Duration.ofSeconds(30)).ensure(KAFKA))
        .withMessageContaining("baton.outbound has 8 partitions and must have 64");
  }

  @Test
  void aKafkaThatDoesNotAnswerIsNamed() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String server = "127.0.0.1:" + silent.getLocalPort();

      assertThatIllegalStateException()
          .isThrownBy(
              () ->
                  topics(TopicSettings.Scale.STANDALONE, Duration.ofMillis(500))
                      .ensure(Map.of("bootstrap.servers", server)))
          .withMessage("Kafka at " + server + " does not answer (BATON_KAFKA)");
    }
  }

  private static KafkaTopics topics(TopicSettings.Scale scale, Duration patience) {
    return new KafkaTopics(new TopicSettings(true, scale, (short) 1, patience));
  }
}
