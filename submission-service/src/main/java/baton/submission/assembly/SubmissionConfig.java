package baton.submission.assembly;

import baton.contracts.token.TokenKeys;
import baton.smtp.grammar.Domain;
import baton.submission.admission.Network;
import baton.submission.admission.TrustedNetworks;
import baton.submission.prepare.Canonicalization;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What an operator may say about taking mail. */
@ConfigMapping(prefix = "baton")
public interface SubmissionConfig {

  /** Port where TLS begins by STARTTLS; 0 for any free one. */
  @WithDefault("587")
  int smtpPort();

  /** Port where TLS begins at once; 0 for any free one. */
  @WithDefault("465")
  int smtpsPort();

  /** Of one message. */
  @WithDefault("25M")
  MemorySize maxMessageBytes();

  /** Of one message times its recipients. */
  @WithDefault("256M")
  MemorySize maxSubmissionBytes();

  /** {@code CIDR=account,…}: who may submit by SMTP without logging in. */
  Optional<String> trustedNetworks();

  /** Where recipients reach tracking-service, as in {@code https://track.example.com}. */
  Optional<String> trackingUrl();

  /** The domain of VERP return paths; its MX is feedback-service. */
  Optional<String> returnPathDomain();

  /** {@code ID:BASE64[,ID:BASE64…]}; secret, so never part of an error. */
  Optional<String> tokenKeys();

  Tls tls();

  Topics topics();

  Submission submission();

  /** Keys under {@code baton.tls}. */
  interface Tls {

    /** PEM file of the certificate chain. */
    Optional<Path> certificate();

    /** PEM file of its private key. */
    Optional<Path> key();

    /** Where a self-signed certificate is kept, for as long as there is none of the operator's. */
    Optional<Path> directory();
  }

  /** Keys under {@code baton.topics}. */
  interface Topics {

    /** Whether topics that are missing are made at start-up. */
    @WithDefault("true")
    boolean create();

    /** {@code production} or {@code standalone}. */
    @WithDefault("production")
    String scale();

    /** How many brokers keep each partition. */
    @WithDefault("3")
    short replication();

    /** How long Kafka may take to answer at start-up. */
    @WithDefault("30s")
    Duration patience();
  }

  /** The name that Baton gives itself; {@code localhost} where not set. */
  Optional<String> hostname();

  Protection protection();

  /** Keys under {@code baton.protection}: when an account is paused. */
  interface Protection {

    /** Complaints for each delivered message, above which an account is paused. */
    @WithDefault("0.003")
    double complaintRate();

    /** Share of hard bounces, above which an account is paused. */
    @WithDefault("0.1")
    double hardBounceRate();

    /** Messages below which nothing is concluded. */
    @WithDefault("500")
    long minimumVolume();

    /** Days that count, today (UTC) included. */
    @WithDefault("7")
    int days();
  }

  Quota quota();

  /** Keys under {@code baton.quota}: of accounts for which nothing else is set; 1 or more. */
  interface Quota {

    /** Recipients of one submission. */
    OptionalLong recipients();

    /** Messages from one full minute to the next. */
    OptionalLong messagesPerMinute();

    /** Messages from midnight to midnight (UTC). */
    OptionalLong messagesPerDay();
  }

  /** Keys under {@code baton.submission}. */
  interface Submission {

    /** How long a sender waits for its mail's durability at most; at least one second. */
    @WithDefault("10s")
    Duration publishTimeout();

    /** What submission calls itself in SMTP; {@link #hostname} where not set. */
    Optional<String> hostName();

    /**
     * Name of this instance, unlike any other's that runs at the same time and the same after a
     * restart; where nothing is said, host name and SMTP port.
     */
    Optional<String> instance();

    /**
     * {@code CIDR,…}: load balancers that speak the PROXY protocol, version 1 or 2. Where set, the
     * SMTP ports serve them and nobody else.
     */
    Optional<String> proxyProtocol();

    Login login();

    /** Of mail that all senders together may have on its way, in memory. */
    @WithDefault("256M")
    MemorySize inFlightBytes();

    /** {@code on}, or {@code off} for whoever measures what signatures cost: see {@link #signs}. */
    @WithDefault("on")
    String dkim();

    /** What signatures are made over: {@code simple} or {@code relaxed}, header/body. */
    @WithDefault("relaxed/relaxed")
    String dkimCanonicalization();
  }

  /** Keys under {@code baton.submission.login}. */
  interface Login {

    /** Failed logins of one address, or one IPv6 /64, until it is turned away; 0 for never. */
    @WithDefault("10")
    int failuresPerAddress();

    /** Failed logins under one user name until it is turned away elsewhere; 0 for never. */
    @WithDefault("100")
    int failuresPerUser();

    /** How long a failure counts. */
    @WithDefault("15m")
    Duration memory();
  }

  /** The token keys; fails with a sentence that names the key and no secret. */
  default TokenKeys parsedTokenKeys() {
    return parsed(
        "baton.token-keys (BATON_TOKEN_KEYS)", () -> TokenKeys.parse(required(tokenKeys())));
  }

  /** The tracking URL without a slash at its end; fails with a sentence that names the key. */
  default String parsedTrackingUrl() {
    String name = "baton.tracking-url (BATON_TRACKING_URL)";
    return parsed(
        name,
        () -> {
          URI url = URI.create(required(trackingUrl()));
          boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
          if (!web || url.getHost() == null || url.getQuery() != null) {
            throw new IllegalArgumentException("it is no URL such as https://track.example.com");
          }
          return url.toASCIIString().replaceAll("/+$", "");
        });
  }

  /** The return path's domain; fails with a sentence that names the key. */
  default String parsedReturnPathDomain() {
    String name = "baton.return-path-domain (BATON_RETURN_PATH_DOMAIN)";
    return parsed(name, () -> Domain.normalise(required(returnPathDomain())));
  }

  /**
   * Whether mail is signed. It can be sent without only where it cannot be meant for anybody: where
   * the return path's domain is one that only tests have (RFC 6761 section 6.2). Fails with a
   * sentence that names the key.
   */
  default boolean signs() {
    return parsed(
        "baton.submission.dkim (BATON_SUBMISSION_DKIM)",
        () ->
            switch (submission().dkim()) {
              case "on" -> true;
              case "off" -> {
                if (!parsedReturnPathDomain().endsWith(".test")) {
                  throw new IllegalArgumentException(
                      "mail without signatures is for measurements, and for those the return path's"
                          + " domain is under .test");
                }
                yield false;
              }
              default ->
                  throw new IllegalArgumentException(
                      "it is on or off, not \"" + submission().dkim() + "\"");
            });
  }

  /** What signatures are made over; fails with a sentence that names the key. */
  default Canonicalization parsedDkimCanonicalization() {
    return parsed(
        "baton.submission.dkim-canonicalization (BATON_SUBMISSION_DKIM_CANONICALIZATION)",
        () -> Canonicalization.parse(submission().dkimCanonicalization()));
  }

  /** The quota of accounts; fails with a sentence that names the keys. */
  default baton.submission.admission.Quota parsedQuota() {
    Quota quota = quota();
    long unlimited = baton.submission.admission.Quota.UNLIMITED;
    return parsed(
        "baton.quota.… (BATON_QUOTA_RECIPIENTS, …_MESSAGES_PER_MINUTE, …_MESSAGES_PER_DAY)",
        () ->
            new baton.submission.admission.Quota(
                quota.recipients().orElse(unlimited),
                quota.messagesPerMinute().orElse(unlimited),
                quota.messagesPerDay().orElse(unlimited)));
  }

  /** The trusted networks; fails with a sentence that names the key. */
  default TrustedNetworks parsedTrustedNetworks() {
    return parsed(
        "baton.trusted-networks (BATON_TRUSTED_NETWORKS)",
        () -> TrustedNetworks.parse(trustedNetworks().orElse("")));
  }

  /** The proxies' networks; fails with a sentence that names the key. */
  default List<Network> parsedProxies() {
    return parsed(
        "baton.submission.proxy-protocol (BATON_SUBMISSION_PROXY_PROTOCOL)",
        () -> Network.parseList(submission().proxyProtocol().orElse("")));
  }

  private static String required(Optional<String> value) {
    return value
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new IllegalArgumentException("it is not set, and submission needs it"));
  }

  /** Reads all that says more than its type does; fails with a sentence that names the key. */
  default void check() {
    parsedTokenKeys();
    parsedTrackingUrl();
    parsedReturnPathDomain();
    parsedDkimCanonicalization();
    signs();
    parsedQuota();
    parsedTrustedNetworks();
    parsedProxies();
  }

  private static <T> T parsed(String name, Supplier<T> parser) {
    try {
      return parser.get();
    } catch (IllegalArgumentException e) {
      // Without a cause: then Quarkus prints the sentence, and no stack trace.
      throw new ConfigurationException(name + " cannot be used: " + e.getMessage());
    }
  }
}
