package baton.submission;

import baton.contracts.token.TokenKeys;
import baton.testkit.DnsServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator would say to submission: secrets, free ports, and a DNS of the test's own, which
 * is put into a test's field of type {@link DnsServer}.
 */
public final class SubmissionUnderTest implements QuarkusTestResourceLifecycleManager {

  public static final String ADMIN_KEY = "the administrator's key";

  private @Nullable DnsServer dns;

  @Override
  public Map<String, String> start() {
    dns = DnsServer.start();
    Map<String, String> settings = new HashMap<>();
    settings.put("baton.admin-key", ADMIN_KEY);
    settings.put("baton.secret-keys", TokenKeys.generate(1));
    settings.put("baton.token-keys", TokenKeys.generate(1));
    settings.put("baton.tracking-url", "https://track.baton.test");
    settings.put("baton.return-path-domain", "bounces.baton.test");
    settings.put("baton.hostname", "mail.baton.test");
    settings.put("baton.topics.scale", "standalone");
    settings.put("baton.topics.replication", "1");
    settings.put("baton.smtp-port", "0");
    settings.put("baton.smtps-port", "0");
    settings.put("baton.dns-servers", dns.address());
    settings.put("quarkus.http.test-port", "0");
    settings.put("quarkus.http.port", "0");
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(dns, new TestInjector.MatchesType(DnsServer.class));
  }

  @Override
  public void stop() {
    if (dns != null) {
      dns.close();
    }
  }
}
