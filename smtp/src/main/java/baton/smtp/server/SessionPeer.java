package baton.smtp.server;

import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a session knows of its peer, one immutable picture after the other. */
final class SessionPeer implements Peer {

  private record Facts(
      SessionState.@Nullable Client client, @Nullable Tls tls, Optional<String> user) {}

  private final SocketAddress address;
  private volatile Facts facts = new Facts(null, null, Optional.empty());

  SessionPeer(NetSocket socket) {
    SocketAddress remote = socket.remoteAddress();
    this.address = remote == null ? SocketAddress.inetSocketAddress(0, "0.0.0.0") : remote;
    if (socket.isSsl()) {
      secured(socket.sslSession());
    }
  }

  void greeted(SessionState.Client client) {
    facts = new Facts(client, facts.tls, facts.user);
  }

  void authenticated(String user) {
    facts = new Facts(facts.client, facts.tls, Optional.of(user));
  }

  /** TLS has begun, and what was said before it is forgotten (RFC 3207 section 4.2). */
  void secured(SSLSession session) {
    facts =
        new Facts(null, new Tls(session.getProtocol(), session.getCipherSuite()), Optional.empty());
  }

  boolean isSecure() {
    return facts.tls != null;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public Optional<String> clientName() {
    return Optional.ofNullable(facts.client).map(SessionState.Client::name);
  }

  @Override
  public Optional<Tls> tls() {
    return Optional.ofNullable(facts.tls);
  }

  @Override
  public Optional<String> user() {
    return facts.user;
  }

  @Override
  public String protocol() {
    Facts now = facts;
    if (now.client == null || !now.client.extended()) {
      return "SMTP";
    }
    String secured = now.tls == null ? "ESMTP" : "ESMTPS";
    return now.user.isPresent() ? secured + "A" : secured;
  }

  /** For logs. */
  @Override
  public String toString() {
    return address.hostAddress() + ":" + address.port();
  }
}
