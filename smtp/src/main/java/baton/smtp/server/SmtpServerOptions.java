package baton.smtp.server;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link SmtpServer} listens, and what it lets a peer do. Copied when the server is made.
 */
public final class SmtpServerOptions {

  private String hostName = "localhost";
  private String bindAddress = "0.0.0.0";
  private int port;
  private @Nullable Predicate<SocketAddress> proxies;
  private @Nullable KeyCertOptions keyCert;
  private boolean implicitTls;
  private boolean requireTls;
  private boolean authentication;
  private boolean dsn;
  private boolean requireTlsParameter;
  private Duration futureRelease = Duration.ZERO;
  private long maxMessageSize = 25L * 1024 * 1024;
  private int maxRecipients = 1_000;
  private int maxTransactions = 100_000;
  private int maxErrors = 20;
  private int maxIdleCommands = 100;
  private int maxLoginFailures = 3;
  private Duration idleTimeout = Duration.ofMinutes(5);
  private int maxConnections = 10_000;
  private int maxConnectionsPerAddress = 10_000;
  private long bytesInFlightLimit = 256L * 1024 * 1024;
  private int eventLoops = Math.max(1, Runtime.getRuntime().availableProcessors());

  public SmtpServerOptions() {}

  SmtpServerOptions(SmtpServerOptions other) {
    hostName = other.hostName;
    bindAddress = other.bindAddress;
    port = other.port;
    proxies = other.proxies;
    keyCert = other.keyCert;
    implicitTls = other.implicitTls;
    requireTls = other.requireTls;
    authentication = other.authentication;
    dsn = other.dsn;
    requireTlsParameter = other.requireTlsParameter;
    futureRelease = other.futureRelease;
    maxMessageSize = other.maxMessageSize;
    maxRecipients = other.maxRecipients;
    maxTransactions = other.maxTransactions;
    maxErrors = other.maxErrors;
    maxIdleCommands = other.maxIdleCommands;
    maxLoginFailures = other.maxLoginFailures;
    idleTimeout = other.idleTimeout;
    maxConnections = other.maxConnections;
    maxConnectionsPerAddress = other.maxConnectionsPerAddress;
    bytesInFlightLimit = other.bytesInFlightLimit;
    eventLoops = other.eventLoops;
  }

  /** What the server calls itself in its greeting; {@code localhost} unless said. */
  public SmtpServerOptions hostName(String hostName) {
    if (hostName.isEmpty() || !hostName.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException("host name is empty or holds a blank: " + hostName);
    }
    this.hostName = hostName;
    return this;
  }

  /** Address of the interface to listen on; {@code 0.0.0.0}, all of IPv4, unless said. */
  public SmtpServerOptions bindAddress(String bindAddress) {
    this.bindAddress = bindAddress;
    return this;
  }

  /** 1 to 65535, or 0 (unless said) for any free port. */
  public SmtpServerOptions port(int port) {
    this.port = (int) range("port", port, 0, 65_535);
    return this;
  }

  /**
   * Every connection begins with a header of the PROXY protocol, version 1 or 2, which tells where
   * it comes from. Without one, with a faulty one, or from elsewhere than a proxy it is closed.
   *
   * @param proxies whether the address that connects is a proxy's; asked on an event loop
   */
  public SmtpServerOptions behindProxies(Predicate<SocketAddress> proxies) {
    this.proxies = proxies;
    return this;
  }

  /** Offers STARTTLS with this certificate. */
  public SmtpServerOptions startTls(KeyCertOptions keyCert) {
    this.keyCert = keyCert;
    this.implicitTls = false;
    return this;
  }

  /** Speaks TLS from the first octet, with this certificate (RFC 8314 section 3). */
  public SmtpServerOptions implicitTls(KeyCertOptions keyCert) {
    this.keyCert = keyCert;
    this.implicitTls = true;
    return this;
  }

  /**
   * Whether nearly everything is refused with {@code 530 5.7.0} before STARTTLS; no unless said.
   */
  public SmtpServerOptions requireTls(boolean requireTls) {
    this.requireTls = requireTls;
    return this;
  }

  /** Whether AUTH is offered, always and only under TLS; no unless said. */
  public SmtpServerOptions authentication(boolean authentication) {
    this.authentication = authentication;
    return this;
  }

  /** Whether DSN (RFC 3461) is offered; no unless said, for it is a promise to keep. */
  public SmtpServerOptions dsn(boolean dsn) {
    this.dsn = dsn;
    return this;
  }

  /**
   * Whether REQUIRETLS (RFC 8689) is offered, always and only under TLS; no unless said, for it is
   * a promise to keep.
   */
  public SmtpServerOptions requireTlsParameter(boolean requireTlsParameter) {
    this.requireTlsParameter = requireTlsParameter;
    return this;
  }

  /**
   * How far ahead a message's release may lie (FUTURERELEASE, RFC 4865), in whole seconds up to
   * 999,999,999; zero unless said, which offers none.
   */
  public SmtpServerOptions futureRelease(Duration longest) {
    range("futureRelease in s", longest.toSeconds(), 0, 999_999_999);
    this.futureRelease = longest.truncatedTo(ChronoUnit.SECONDS);
    return this;
  }

  /** Octets of one message, its dots unstuffed; 1 to 2^31 - 17, 25 MiB unless said. */
  public SmtpServerOptions maxMessageSize(long octets) {
    this.maxMessageSize = range("maxMessageSize", octets, 1, Integer.MAX_VALUE - 16);
    return this;
  }

  /** Recipients of one message, 100 (RFC 5321 section 4.5.3.1.8) or more; 1,000 unless said. */
  public SmtpServerOptions maxRecipients(int maxRecipients) {
    this.maxRecipients = (int) range("maxRecipients", maxRecipients, 100, Integer.MAX_VALUE);
    return this;
  }

  /** MAIL commands of one session, 1 to 999,999 (RFC 9422 section 4.1); 100,000 unless said. */
  public SmtpServerOptions maxTransactions(int maxTransactions) {
    this.maxTransactions = (int) range("maxTransactions", maxTransactions, 1, 999_999);
    return this;
  }

  /** Faulty or misplaced commands of one session before it is closed; 20 unless said. */
  public SmtpServerOptions maxErrors(int maxErrors) {
    this.maxErrors = (int) range("maxErrors", maxErrors, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Commands that move no mail (EHLO, NOOP, RSET, VRFY, ...) between two messages before the
   * session is closed; 100 unless said.
   */
  public SmtpServerOptions maxIdleCommands(int maxIdleCommands) {
    this.maxIdleCommands = (int) range("maxIdleCommands", maxIdleCommands, 1, Integer.MAX_VALUE);
    return this;
  }

  /** Failed logins of one session before it is closed; 3 unless said. */
  public SmtpServerOptions maxLoginFailures(int maxLoginFailures) {
    this.maxLoginFailures = (int) range("maxLoginFailures", maxLoginFailures, 1, 1_000);
    return this;
  }

  /** How long a peer may be silent; 5 minutes (RFC 5321 section 4.5.3.2.7) unless said. */
  public SmtpServerOptions idleTimeout(Duration idleTimeout) {
    range("idleTimeout in ms", idleTimeout.toMillis(), 1, Integer.MAX_VALUE);
    this.idleTimeout = idleTimeout;
    return this;
  }

  /** Connections at a time; 10,000 unless said. */
  public SmtpServerOptions maxConnections(int maxConnections) {
    this.maxConnections = (int) range("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
    return this;
  }

  /** Connections at a time from one IP address; 10,000 unless said. */
  public SmtpServerOptions maxConnectionsPerAddress(int maxConnectionsPerAddress) {
    this.maxConnectionsPerAddress =
        (int) range("maxConnectionsPerAddress", maxConnectionsPerAddress, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * Octets of messages that all sessions together may hold, those included whose {@link
   * Conversation#message} has not been answered; beyond it messages get {@code 452 4.3.1}. 256 MiB
   * unless said.
   */
  public SmtpServerOptions bytesInFlightLimit(long octets) {
    this.bytesInFlightLimit = range("bytesInFlightLimit", octets, 1, Long.MAX_VALUE);
    return this;
  }

  /** Event loops that share the connections; the number of processors unless said. */
  public SmtpServerOptions eventLoops(int eventLoops) {
    this.eventLoops = (int) range("eventLoops", eventLoops, 1, 1_024);
    return this;
  }

  /** Fails with a sentence where settings contradict each other. */
  void check() {
    if (keyCert == null && (authentication || requireTls)) {
      throw new IllegalArgumentException(
          "an SMTP server that has AUTH or requires TLS needs a certificate");
    }
    if (bytesInFlightLimit < maxMessageSize) {
      throw new IllegalArgumentException(
          "bytesInFlightLimit is less than one message of maxMessageSize");
    }
  }

  private static long range(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ": " + value);
    }
    return value;
  }

  public String hostName() {
    return hostName;
  }

  public String bindAddress() {
    return bindAddress;
  }

  public int port() {
    return port;
  }

  public Optional<Predicate<SocketAddress>> proxies() {
    return Optional.ofNullable(proxies);
  }

  public Optional<KeyCertOptions> keyCert() {
    return Optional.ofNullable(keyCert);
  }

  public boolean implicitTls() {
    return implicitTls;
  }

  public boolean requireTls() {
    return requireTls;
  }

  public boolean authentication() {
    return authentication;
  }

  public boolean dsn() {
    return dsn;
  }

  public boolean requireTlsParameter() {
    return requireTlsParameter;
  }

  public Duration futureRelease() {
    return futureRelease;
  }

  public int maxTransactions() {
    return maxTransactions;
  }

  public long maxMessageSize() {
    return maxMessageSize;
  }

  public int maxRecipients() {
    return maxRecipients;
  }

  public int maxErrors() {
    return maxErrors;
  }

  public int maxIdleCommands() {
    return maxIdleCommands;
  }

  public int maxLoginFailures() {
    return maxLoginFailures;
  }

  public Duration idleTimeout() {
    return idleTimeout;
  }

  public int maxConnections() {
    return maxConnections;
  }

  public int maxConnectionsPerAddress() {
    return maxConnectionsPerAddress;
  }

  public long bytesInFlightLimit() {
    return bytesInFlightLimit;
  }

  public int eventLoops() {
    return eventLoops;
  }
}
