package baton.smtp.server;

import io.vertx.core.net.SocketAddress;
import java.util.Optional;

/**
 * The other side of a connection, as far as it is known at the moment of asking. Safe to ask from
 * any thread; answers do not change while a call of {@link Conversation} is being answered.
 */
public interface Peer {

  /** Where the connection comes from. */
  SocketAddress address();

  /** What the peer called itself in its last EHLO or HELO, since TLS began; unverified. */
  Optional<String> clientName();

  /** The connection's TLS, where it has begun. */
  Optional<Tls> tls();

  /** The user name that the peer has logged in with. */
  Optional<String> user();

  /**
   * The protocol as a Received field names it: {@code SMTP}, {@code ESMTP}, {@code ESMTPS}, {@code
   * ESMTPA} or {@code ESMTPSA} (RFC 3848).
   */
  String protocol();

  /**
   * TLS as it was agreed on.
   *
   * @param protocol such as {@code TLSv1.3}
   * @param cipher the cipher suite's IANA name
   */
  record Tls(String protocol, String cipher) {}
}
