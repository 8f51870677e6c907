package baton.submission.outage;

import baton.submission.SubmissionUnderTest;
import baton.testkit.Backends;
import baton.testkit.KafkaProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Submission on a Kafka that may be stopped, which is put into a test's field of type {@link
 * KafkaProcess}.
 */
public final class OnItsOwnKafka implements QuarkusTestProfile {

  @Override
  public List<TestResourceEntry> testResources() {
    return List.of(
        new TestResourceEntry(OwnKafka.class), new TestResourceEntry(SubmissionUnderTest.class));
  }

  @Override
  public boolean disableGlobalTestResources() {
    return true;
  }

  /** The Kafka, and the PostgreSQL that other tests use too. */
  public static final class OwnKafka implements QuarkusTestResourceLifecycleManager {

    private @Nullable Path folder;
    private @Nullable KafkaProcess kafka;

    @Override
    public Map<String, String> start() {
      try {
        folder = Files.createTempDirectory("baton-kafka-outage-");
        kafka = KafkaProcess.start(folder.resolve("data"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.of(
          "baton.kafka",
          kafka.bootstrapServers(),
          "baton.postgres",
          Backends.postgres().freshUrl("outage"));
    }

    @Override
    public void inject(TestInjector injector) {
      injector.injectIntoFields(kafka, new TestInjector.MatchesType(KafkaProcess.class));
    }

    @Override
    public void stop() {
      if (kafka != null) {
        kafka.close();
      }
      if (folder != null) {
        try (Stream<Path> paths = Files.walk(folder)) {
          for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
