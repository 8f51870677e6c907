package baton.testkit;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives a Quarkus test the backends: {@code @QuarkusTestResource(BackendsResource.class)} sets
 * {@code baton.kafka}, and {@code baton.postgres} to a database that is new with every start of the
 * application under test. Init argument {@code database}: a word for the database's name; {@code
 * backends} = {@code kafka} for a service without a database.
 */
public final class BackendsResource implements QuarkusTestResourceLifecycleManager {
  private String database = "quarkus";
  private boolean kafkaOnly;

  @Override
  public void init(Map<String, String> arguments) {
    database = arguments.getOrDefault("database", database);
    kafkaOnly = "kafka".equals(arguments.get("backends"));
  }

  @Override
  public Map<String, String> start() {
    String kafka = Backends.kafka().bootstrapServers();
    return kafkaOnly
        ? Map.of("baton.kafka", kafka)
        : Map.of("baton.kafka", kafka, "baton.postgres", Backends.postgres().freshUrl(database));
  }

  /** They outlive the application: other tests of this JVM use them too. */
  @Override
  public void stop() {}
}
