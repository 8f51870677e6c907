package baton.submission.domains;

import baton.smtp.grammar.Domain;
import baton.smtp.grammar.InvalidAddressException;
import baton.submission.domains.DnsRecord.Publisher;
import baton.submission.domains.DnsRecord.Purpose;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The records that should be published for a sending domain. */
@Singleton
class DnsZone {

  private static final String DMARC = "v=DMARC1; p=none";

  private final Optional<String> returnPathDomain;
  private final Optional<String> trackingHost;
  private final Optional<String> feedbackServer;
  private final Optional<String> trackingServer;
  private final Optional<String> senders;
  private final DomainTimes times;

  /**
   * @param returnPathDomain where bounces go
   * @param trackingUrl where links lead
   * @param host by which the platform is known, and which resolves to the address it sends from
   * @param feedbackHost the server that takes bounces; {@code host} where it is not given
   * @param trackingHost the server that answers for links; {@code host} where it is not given
   * @param spf SPF terms of the addresses that mail is sent from (RFC 7208 section 4.6); {@code
   *     a:host} where they are not given
   */
  DnsZone(
      @ConfigProperty(name = "baton.return-path-domain") Optional<String> returnPathDomain,
      @ConfigProperty(name = "baton.tracking-url") Optional<String> trackingUrl,
      @ConfigProperty(name = "baton.hostname") Optional<String> host,
      @ConfigProperty(name = "baton.feedback-host") Optional<String> feedbackHost,
      @ConfigProperty(name = "baton.tracking-host") Optional<String> trackingHost,
      @ConfigProperty(name = "baton.spf") Optional<String> spf,
      DomainTimes times) {
    this.returnPathDomain = name("baton.return-path-domain", returnPathDomain);
    this.trackingHost =
        name("baton.tracking-url", trackingUrl.flatMap(url -> Optional.ofNullable(hostOf(url))));
    Optional<String> known = name("baton.hostname", host);
    this.feedbackServer = name("baton.feedback-host", feedbackHost).or(() -> known);
    this.trackingServer = name("baton.tracking-host", trackingHost).or(() -> known);
    this.senders = spf.map(String::strip).or(() -> known.map(name -> "a:" + name));
    this.times = times;
  }

  static String keyName(String selector, String domain) {
    return selector + "._domainkey." + domain;
  }

  /**
   * The records to publish, the keys first. What the operator has not said, such as the addresses
   * that mail is sent from, is not among them, nor are former keys whose time is over.
   */
  List<DnsRecord> records(StoredDomain domain, List<StoredKey> keys, Instant now) {
    List<DnsRecord> records = new ArrayList<>();
    boolean signsByRsa = keys.stream().anyMatch(DnsZone::signsByRsa);
    for (StoredKey key : keys) {
      Instant keepUntil = key.retiredAt == null ? null : key.retiredAt.plus(times.keyOverlap());
      if (keepUntil != null && keepUntil.isBefore(now)) {
        continue;
      }
      records.add(
          new DnsRecord(
              Purpose.DKIM,
              Publisher.OWNER,
              signsByRsa ? signsByRsa(key) : key.is(KeyAlgorithm.RSA, StoredKey.State.PENDING),
              PublishedRecords.Type.TXT,
              keyName(key.selector, domain.name),
              key.algorithm.record(key.publicKey),
              switch (key.state) {
                case ACTIVE -> "signing";
                case PENDING -> "next";
                case RETIRED -> "former";
              },
              keepUntil));
    }
    returnPathDomain.ifPresent(bounces -> addReturnPath(records, domain.name, bounces));
    addTracking(records, domain.name);
    records.add(
        DnsRecord.advice(
            Purpose.DMARC,
            Publisher.OWNER,
            PublishedRecords.Type.TXT,
            "_dmarc." + domain.name,
            DMARC));
    return records;
  }

  /** Receivers ask for SPF where bounces go (RFC 7208 section 2.4). */
  private void addReturnPath(List<DnsRecord> records, String domain, String bounces) {
    Publisher publisher = publisher(domain, bounces);
    feedbackServer.ifPresent(
        server ->
            records.add(
                DnsRecord.advice(
                    Purpose.RETURN_PATH,
                    publisher,
                    PublishedRecords.Type.MX,
                    bounces,
                    "10 " + server)));
    senders.ifPresent(
        terms ->
            records.add(
                DnsRecord.advice(
                    Purpose.SPF,
                    publisher,
                    PublishedRecords.Type.TXT,
                    bounces,
                    "v=spf1 " + terms + " -all")));
  }

  private void addTracking(List<DnsRecord> records, String domain) {
    if (trackingHost.isPresent() && trackingServer.isPresent()) {
      String host = trackingHost.get();
      String server = trackingServer.get();
      if (!host.equals(server)) {
        records.add(
            DnsRecord.advice(
                Purpose.TRACKING,
                publisher(domain, host),
                PublishedRecords.Type.CNAME,
                host,
                server));
      }
    }
  }

  private static boolean signsByRsa(StoredKey key) {
    return key.is(KeyAlgorithm.RSA, StoredKey.State.ACTIVE);
  }

  private static Publisher publisher(String domain, String name) {
    return name.equals(domain) || name.endsWith("." + domain)
        ? Publisher.OWNER
        : Publisher.OPERATOR;
  }

  private static @Nullable String hostOf(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException _) {
      // Assembly reads the same key and says what is wrong with it.
      return null;
    }
  }

  /** Empty for what the DNS does not know: {@code localhost}, or an address. */
  private static Optional<String> name(String key, Optional<String> value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      String name = Domain.normalise(value.get().strip());
      boolean address = name.startsWith("[") || name.matches("[0-9.]+");
      return name.indexOf('.') < 0 || address ? Optional.empty() : Optional.of(name);
    } catch (InvalidAddressException e) {
      throw new ConfigurationException(key + " is no host name: " + e.getMessage());
    }
  }
}
