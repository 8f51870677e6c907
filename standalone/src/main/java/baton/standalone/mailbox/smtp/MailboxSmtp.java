package baton.standalone.mailbox.smtp;

import baton.contracts.Topic;
import baton.smtp.server.SmtpServer;
import baton.smtp.server.SmtpServerOptions;
import baton.standalone.mailbox.store.Mailbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;

/** The mailbox's SMTP server: on loopback only, without TLS and AUTH, for any recipient. */
public final class MailboxSmtp {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_OCTETS = Topic.MAX_MESSAGE_BYTES + Topic.HEADER_ROOM_BYTES;

  private final SmtpServer server;

  /**
   * A server that does not listen yet.
   *
   * @param port 0 for any free one
   */
  public MailboxSmtp(Vertx vertx, Mailbox mailbox, int port) {
    SmtpServerOptions options =
        new SmtpServerOptions()
            .hostName("mailbox.baton.test")
            .bindAddress("127.0.0.1")
            .port(port)
            .maxMessageSize(MOST_OCTETS);
    this.server =
        new SmtpServer(vertx, options, peer -> new MailboxConversation(mailbox, Clock.systemUTC()));
  }

  /** Begins to listen; fails with a sentence where it cannot. */
  public Future<Integer> listen() {
    return server.listen().map(SmtpServer::port);
  }

  /** Stops when what is being received has been answered. */
  public Future<Void> stop() {
    return server.shutdown(PATIENCE);
  }
}
