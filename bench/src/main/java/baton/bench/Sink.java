package baton.bench;

import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import baton.smtp.server.Conversation;
import baton.smtp.server.SmtpServer;
import baton.smtp.server.SmtpServerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/** The recipients' server: takes everything at once, keeps nothing, counts. */
final class Sink {

  private static final Future<Reply> OK = Future.succeededFuture(Reply.of(250, "2.0.0", "OK"));

  private final AtomicLong received = new AtomicLong();
  private final SmtpServer server;

  Sink(Vertx vertx) {
    SmtpServerOptions options =
        new SmtpServerOptions().hostName("sink.test").bindAddress("127.0.0.1").port(0);
    this.server = new SmtpServer(vertx, options, _ -> new Counting());
  }

  Future<Integer> listen() {
    return server.listen().map(SmtpServer::port);
  }

  long received() {
    return received.get();
  }

  private final class Counting implements Conversation {

    @Override
    public Future<Reply> mail(MailFrom mail) {
      return OK;
    }

    @Override
    public Future<Reply> rcpt(RcptTo rcpt) {
      return OK;
    }

    @Override
    public Future<Reply> message(byte[] content) {
      received.incrementAndGet();
      return OK;
    }
  }
}
