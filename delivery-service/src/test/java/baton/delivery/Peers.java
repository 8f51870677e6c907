package baton.delivery;

import baton.contracts.Topic;
import baton.testkit.Certificates;
import baton.testkit.DnsServer;
import baton.testkit.MailServerSetup;
import baton.testkit.ScriptedMailServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The world around delivery: recipients' mail servers and the DNS that leads there. */
public final class Peers implements QuarkusTestResourceLifecycleManager {

  static final int PARTITIONS = 4;

  static ScriptedMailServer mailServer;

  /** Certified for mx.sealed.test, and keeps REQUIRETLS. */
  static ScriptedMailServer sealedServer;

  static DnsServer dns;

  @Override
  public Map<String, String> start() {
    mailServer = ScriptedMailServer.start();
    Certificates.Authority authority = Certificates.authority("tests");
    sealedServer =
        ScriptedMailServer.start(
            MailServerSetup.usual()
                .at("127.0.0.2", mailServer.port())
                .extensions("PIPELINING", "8BITMIME", "REQUIRETLS")
                .startTls(authority.issue("mx.sealed.test")));
    dns = DnsServer.start();
    dns.zone("test");
    Map<String, String> config = new HashMap<>();
    config.put("baton.route", "mx");
    config.put("baton.dns-servers", dns.address());
    config.put("baton.mx-port", Integer.toString(mailServer.port()));
    config.put("baton.hostname", "mail.own.test");
    config.put("baton.tls-trust", file(authority.pem()).toString());
    config.put("baton.delivery.retry", "1S");
    config.put("baton.delivery.breather", "1S");
    config.put("baton.delivery.connect-timeout", "2S");
    config.put("quarkus.http.test-port", "0");
    return config;
  }

  private static Path file(String pem) {
    try {
      Path file = Files.createTempFile("baton-authority", ".pem");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates the topics that submission creates where it runs. */
  static void createTopics(String bootstrapServers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      for (Topic topic :
          List.of(
              Topic.OUTBOUND,
              Topic.EVENTS_DELIVERY,
              Topic.EVENTS_FEEDBACK,
              Topic.COMMANDS,
              Topic.SUPPRESSIONS)) {
        NewTopic wanted = new NewTopic(topic.name(), Optional.of(PARTITIONS), Optional.empty());
        try {
          admin.createTopics(List.of(wanted)).all().get();
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof TopicExistsException)) {
            throw e;
          }
        }
      }
    }
  }

  /** A domain whose mail goes to the scripted server. */
  static void domain(String domain) {
    dns.mx(domain, 10, "mx." + domain).a("mx." + domain, "127.0.0.1");
  }

  @Override
  public void stop() {
    mailServer.close();
    sealedServer.close();
    dns.close();
  }
}
