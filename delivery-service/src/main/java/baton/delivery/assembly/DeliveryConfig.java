package baton.delivery.assembly;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Delivery's settings; each is documented where its default stands. */
@ConfigMapping(prefix = "baton")
public interface DeliveryConfig {

  /** {@code mx}, {@code mailbox} or {@code smarthost:HOST:PORT}. */
  @WithDefault("mx")
  String route();

  /** The name that Baton gives in EHLO; the machine's own where not set. */
  Optional<String> hostname();

  /** {@code HOST:PORT} of name servers; the system's where not set. */
  @WithName("dns-servers")
  Optional<List<String>> dnsServers();

  @WithName("mx-port")
  @WithDefault("25")
  int mxPort();

  @WithName("mailbox-smtp-port")
  @WithDefault("2500")
  int mailboxSmtpPort();

  /**
   * PEM file of the authorities that servers must be certified by where they must prove who they
   * are; those of the Java runtime where not set.
   */
  @WithName("tls-trust")
  Optional<Path> tlsTrust();

  /** Name of this instance, unique and stable over restarts; one is made up where not set. */
  Optional<String> instance();

  Delivery delivery();

  /** What is delivery's alone. */
  interface Delivery {

    /** Waits after the first, second, … attempt; the last one repeats. */
    @WithDefault("1M,5M,15M,30M,1H,2H,4H")
    List<Duration> retry();

    @WithDefault("20")
    int connections();

    @WithName("messages-per-connection")
    @WithDefault("200")
    int messagesPerConnection();

    @WithDefault("5S")
    Duration idle();

    @WithDefault("10S")
    Duration patience();

    @WithDefault("5S")
    Duration breather();

    @WithName("connect-timeout")
    @WithDefault("30S")
    Duration connectTimeout();

    @WithName("max-messages")
    @WithDefault("5000")
    int maxMessages();

    @WithName("max-bytes")
    @WithDefault("134217728")
    long maxBytes();
  }
}
