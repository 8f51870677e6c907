package baton.smtp.client;

import baton.smtp.client.Opening.Move;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Leads a fresh socket through {@link Opening} and hands over a connection, or says why not. */
final class Opener implements Wire.Listener {

  /** What may be sent as a TLS server name (RFC 6066 section 3): a host name, no address. */
  private static final Pattern HOST_NAME =
      Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63})*");

  private final Context context;
  private final Endpoint endpoint;
  private final Promise<SmtpConnection> promise;
  private final Wire wire;
  private final Transcript transcript = new Transcript();

  private Opening opening;
  private boolean securing;
  private @Nullable TlsFacts tlsFacts;

  private Opener(Context context, NetSocket socket, Endpoint endpoint, Promise<SmtpConnection> p) {
    this.context = context;
    this.endpoint = endpoint;
    this.promise = p;
    this.opening = new Opening.Greeting(endpoint);
    this.wire = new Wire(context.owner(), socket, this);
    wire.deadline().set(endpoint.timeouts().greeting());
  }

  /** Must be called on the socket's event loop before it has read anything. */
  static void open(NetSocket socket, Endpoint endpoint, Promise<SmtpConnection> promise) {
    new Opener(Vertx.currentContext(), socket, endpoint, promise);
  }

  @Override
  public Phase phase() {
    return securing ? Phase.TLS : opening.phase();
  }

  @Override
  public void reply(Reply reply) {
    if (securing) {
      wire.end(new Problem.Violation(Phase.TLS, "a reply in clear during the handshake"));
      return;
    }
    transcript.reply(reply);
    switch (opening.on(reply)) {
      case Move.Say say -> say(say);
      case Move.Secure(Move.Say next) -> secure(next);
      case Move.Ready(var capabilities) ->
          new SmtpConnection(
              context, wire, endpoint, capabilities, tlsFacts, transcript.lines(), promise);
      case Move.Fail(Problem problem) -> {
        transcript.command("QUIT");
        wire.write(Buffer.buffer("QUIT\r\n"));
        wire.close(problem);
      }
    }
  }

  @Override
  public void settled() {}

  @Override
  public void ended(Problem problem) {
    boolean handshake =
        securing && !(problem instanceof Problem.Violation || problem instanceof Problem.TlsFailed);
    Problem cause = handshake ? new Problem.TlsFailed(problem.describe()) : problem;
    promise.tryFail(new ConnectFailedException(cause, transcript.lines()));
  }

  private void say(Move.Say say) {
    opening = say.next();
    transcript.command(say.command());
    wire.deadline().set(endpoint.timeouts().ehlo());
    wire.write(Buffer.buffer(say.command() + "\r\n"));
  }

  private void secure(Move.Say next) {
    if (wire.holdsMore()) {
      wire.end(
          new Problem.Violation(
              Phase.STARTTLS, "words in clear behind the reply to STARTTLS (response injection)"));
      return;
    }
    securing = true;
    wire.deadline().set(endpoint.timeouts().tls());
    wire.upgrade(serverName())
        .onFailure(e -> wire.end(new Problem.TlsFailed(String.valueOf(e.getMessage()))))
        .onSuccess(done -> secured(next));
  }

  private void secured(Move.Say next) {
    if (wire.hasEnded()) {
      return;
    }
    SSLSession session = wire.socket().sslSession();
    boolean verify = endpoint.tls() instanceof Tls.Verified;
    Optional<String> objection =
        endpoint.tls() instanceof Tls.Verified demand
            ? PeerIdentity.objection(session, demand)
            : Optional.empty();
    if (objection.isPresent()) {
      wire.end(new Problem.TlsFailed(objection.get()));
      return;
    }
    tlsFacts =
        new TlsFacts(session.getProtocol(), session.getCipherSuite(), verify, subject(session));
    transcript.note("TLS " + tlsFacts.protocol() + " " + tlsFacts.cipher());
    securing = false;
    say(next);
  }

  private @Nullable String serverName() {
    String name = endpoint.peerName();
    if (name == null) {
      return null;
    }
    String host = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return HOST_NAME.matcher(host).matches() ? host : null;
  }

  private static @Nullable String subject(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? certificate.getSubjectX500Principal().getName()
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }
}
