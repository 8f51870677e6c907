package baton.standalone;

import baton.smtp.grammar.Domain;
import baton.submission.accounts.Accounts;
import baton.submission.accounts.ApiKey;
import baton.submission.domains.Domains;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The running platform: gives the demo account what it needs, and says that all is ready. */
@Singleton
public final class Platform implements QuarkusApplication {
  static final String ACCOUNT = "demo";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * What was there before Quarkus.
   *
   * @param settings handed to the services
   * @param began {@link System#nanoTime} at the start of the process's work
   */
  record Surroundings(
      DataFolder folder, Ports ports, Secrets secrets, Map<String, String> settings, long began) {}

  /** Quarkus makes the application itself and lets nobody give it anything. */
  private static @Nullable Surroundings surroundings;

  private final Accounts accounts;
  private final Domains domains;
  private final List<String> demoDomains;
  private final String route;

  @Inject
  Platform(
      Accounts accounts,
      Domains domains,
      @ConfigProperty(name = "baton.demo-domains") List<String> demoDomains,
      @ConfigProperty(name = "baton.route") String route) {
    this.accounts = accounts;
    this.domains = domains;
    this.demoDomains = demoDomains.stream().map(Platform::normalised).toList();
    this.route = route;
  }

  private static String normalised(String domain) {
    try {
      return Domain.normalise(domain.strip());
    } catch (IllegalArgumentException e) {
      throw new StartException(
          "BATON_DEMO_DOMAINS names \"%s\", which is no domain".formatted(domain.strip()), e);
    }
  }

  static void prepare(Surroundings before) {
    surroundings = before;
  }

  /** Before submission's ports open: whoever connects first already has an account. */
  void prepareDemo(@Observes @Priority(5_000) StartupEvent event) {
    ApiKey key = ApiKey.of(Objects.requireNonNull(surroundings).secrets.apiKey());
    accounts.ensure(ACCOUNT, "Demo", key).await().atMost(PATIENCE);
    for (String domain : demoDomains) {
      domains.ensureVerified(ACCOUNT, domain).await().atMost(PATIENCE);
    }
  }

  @Override
  public int run(String... arguments) {
    Surroundings before = Objects.requireNonNull(surroundings);
    String sender =
        new Environment(System.getenv())
            .get("BATON_FROM")
            .orElse("hello@" + demoDomains.getFirst());
    String url = "http://localhost:" + before.ports.get(Port.HTTP);
    before.secrets.keepCredentials(before.folder, addresses(before, url, sender));
    Duration took = Duration.ofNanos(System.nanoTime() - before.began);
    Launch.say(
        new Welcome(before.folder, before.ports, before.secrets, url, sender, route, demoDomains)
            .text(took));
    Quarkus.waitForExit();
    return 0;
  }

  private static Map<String, String> addresses(Surroundings before, String url, String sender) {
    Map<String, String> addresses = new LinkedHashMap<>();
    addresses.put("BATON_URL", url);
    addresses.put("BATON_FROM", sender);
    addresses.put("BATON_KAFKA", before.settings.getOrDefault("baton.kafka", ""));
    addresses.put("BATON_POSTGRES", before.settings.getOrDefault("baton.postgres", ""));
    return addresses;
  }
}
