package baton.submission.smtp;

import baton.smtp.server.Conversation;
import baton.smtp.server.Peer;
import baton.smtp.server.SmtpServer;
import baton.smtp.server.SmtpServerOptions;
import baton.submission.admission.Acceptance;
import baton.submission.admission.Admission;
import baton.submission.admission.Credentials;
import baton.submission.admission.Limits;
import baton.submission.admission.Principal;
import baton.submission.admission.TrustedNetworks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Submission's two ports (RFC 6409, RFC 8314). */
public final class SubmissionServer {

  private static final Logger log = LoggerFactory.getLogger(SubmissionServer.class);

  /** One host, however it came in, leaves most of the places to others. */
  private static final int CONNECTIONS_PER_ADDRESS = 1_000;

  /** How far ahead a message's release may lie. */
  private static final Duration LONGEST_HOLD = Duration.ofDays(30);

  private final SmtpSettings settings;
  private final TrustedNetworks trustedNetworks;
  private final SubmissionConversation.Rooms rooms;
  private final SmtpServer startTls;
  private final SmtpServer tls;

  /** Servers that do not listen yet. */
  public SubmissionServer(
      Vertx vertx,
      SmtpSettings settings,
      TrustedNetworks trustedNetworks,
      Credentials credentials,
      Admission admission,
      Acceptance acceptance,
      Limits limits,
      MeterRegistry metrics) {
    this.settings = settings;
    this.trustedNetworks = trustedNetworks;
    Logins logins =
        new Logins(
            vertx, credentials, new LoginGuard(settings.logins()), new LoginMetrics(metrics));
    this.rooms = new SubmissionConversation.Rooms(logins, admission, acceptance, limits);
    PemKeyCertOptions certificate = certificate(settings);
    this.startTls =
        new SmtpServer(
            vertx, options().port(settings.startTlsPort()).startTls(certificate), this::open);
    this.tls =
        new SmtpServer(
            vertx, options().port(settings.tlsPort()).implicitTls(certificate), this::open);
  }

  /** Begins to take mail; fails with a sentence where a port cannot be had. */
  public Future<Void> listen() {
    return startTls
        .listen()
        .compose(_ -> tls.listen())
        .onSuccess(_ -> log.info("smtp listens starttls={} tls={}", startTls.port(), tls.port()))
        .mapEmpty();
  }

  /** The port where TLS begins by STARTTLS; 0 while it does not listen. */
  public int startTlsPort() {
    return startTls.port();
  }

  /** The port where TLS begins at once; 0 while it does not listen. */
  public int tlsPort() {
    return tls.port();
  }

  /** Stops; open transactions may finish first. */
  public Future<Void> shutdown() {
    return Future.join(startTls.shutdown(settings.patience()), tls.shutdown(settings.patience()))
        .mapEmpty();
  }

  private SmtpServerOptions options() {
    SmtpServerOptions options = new SmtpServerOptions();
    if (!settings.proxies().isEmpty()) {
      options.behindProxies(this::isProxy);
    }
    return options
        .hostName(settings.hostName())
        .authentication(true)
        .dsn(true)
        .requireTlsParameter(true)
        .futureRelease(LONGEST_HOLD)
        .maxMessageSize(settings.messageBytes())
        .maxConnectionsPerAddress(CONNECTIONS_PER_ADDRESS)
        .maxRecipients(settings.recipients())
        .bytesInFlightLimit(settings.inFlightBytes());
  }

  private Conversation open(Peer peer) {
    InetAddress address = InetAddress.ofLiteral(peer.address().hostAddress());
    Principal trusted =
        trustedNetworks
            .accountOf(address)
            .map(account -> new Principal(account, "network"))
            .orElse(null);
    return new SubmissionConversation(peer, address, rooms, trusted);
  }

  private boolean isProxy(SocketAddress address) {
    InetAddress proxy = InetAddress.ofLiteral(address.hostAddress());
    return settings.proxies().stream().anyMatch(network -> network.holds(proxy));
  }

  private static PemKeyCertOptions certificate(SmtpSettings settings) {
    if (settings.certificate().isPresent() && settings.key().isPresent()) {
      return new PemKeyCertOptions()
          .setCertPath(settings.certificate().get().toString())
          .setKeyPath(settings.key().get().toString());
    }
    SelfSigned selfSigned =
        settings
            .directory()
            .map(directory -> SelfSigned.in(directory, settings.hostName()))
            .orElseGet(() -> SelfSigned.make(settings.hostName()));
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(selfSigned.certificate()))
        .setKeyValue(Buffer.buffer(selfSigned.key()));
  }
}
