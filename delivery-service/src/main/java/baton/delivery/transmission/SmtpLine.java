package baton.delivery.transmission;

import baton.contracts.event.TlsFacts;
import baton.contracts.outbound.OutboundMessage;
import baton.delivery.QueuedMessage;
import baton.delivery.outcome.Peer;
import baton.delivery.routing.Host;
import baton.delivery.shaping.Line;
import baton.delivery.shaping.Loop;
import baton.smtp.client.Dsn;
import baton.smtp.client.Envelope;
import baton.smtp.client.Problem;
import baton.smtp.client.SmtpConnection;
import baton.smtp.client.Transmission;
import baton.smtp.reply.Phase;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** One SMTP conversation as shaping sees it. */
final class SmtpLine implements Line {

  private final SmtpConnection connection;
  private final Peer peer;
  private final Loop loop;

  SmtpLine(SmtpConnection connection, Host host, Loop loop) {
    this.connection = connection;
    this.loop = loop;
    this.peer =
        new Peer(
            host.name(),
            host.endpoint(),
            connection
                .tlsFacts()
                .map(tls -> new TlsFacts(tls.protocol(), tls.cipher(), tls.verified()))
                .orElse(null));
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public int room() {
    return connection.capabilities().pipelining() ? 2 : 1;
  }

  @Override
  public void carry(QueuedMessage message, Consumer<Transmission> done) {
    send(message.message())
        .onComplete(
            result ->
                loop.execute(
                    () ->
                        done.accept(
                            result.succeeded() ? result.result() : failed(result.cause()))));
  }

  @Override
  public void quit() {
    connection.quit();
  }

  private Future<Transmission> send(OutboundMessage message) {
    try {
      return connection.send(envelope(message), message.content());
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
  }

  private static Envelope envelope(OutboundMessage message) {
    Dsn dsn =
        new Dsn(
            message.dsn().ret(),
            message.dsn().envid(),
            message.dsn().notifyOn(),
            message.dsn().orcpt());
    return new Envelope(
        message.mailFrom(),
        List.of(message.rcptTo()),
        eightBit(message.content()),
        false,
        dsn,
        message.tls().equals("required"));
  }

  private static boolean eightBit(byte[] content) {
    for (byte octet : content) {
      if (octet < 0) {
        return true;
      }
    }
    return false;
  }

  /** An envelope that cannot be said: submission checks addresses, so this is a fault of ours. */
  private static Transmission failed(Throwable cause) {
    return new Transmission(
        new Transmission.Outcome.NotSent(
            new Problem.Violation(Phase.MAIL, String.valueOf(cause.getMessage()))),
        new Transmission.Stages(null, List.of(), null, null),
        List.of());
  }
}
