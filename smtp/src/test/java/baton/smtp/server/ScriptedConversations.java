package baton.smtp.server;

import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A middle that knows a handful of addresses, and keeps what it is told. Recipients: {@code nobody}
 * is refused for good, {@code later} for now, {@code crash} throws, {@code fail} fails, {@code
 * mute} answers null, {@code slow} is answered from another thread, {@code end} ends the
 * connection.
 */
final class ScriptedConversations implements Conversations {

  record Message(String sender, List<String> recipients, byte[] content) {}

  final Queue<String> calls = new ConcurrentLinkedQueue<>();
  final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  final Queue<String> protocols = new ConcurrentLinkedQueue<>();
  final Queue<String> addresses = new ConcurrentLinkedQueue<>();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger overlaps = new AtomicInteger();

  /** Answers to messages are withheld until these are completed, where there are any. */
  final Queue<Promise<Reply>> withheld = new ConcurrentLinkedQueue<>();

  private final Vertx vertx;
  private final boolean mustAuthenticate;
  private volatile boolean withhold;

  ScriptedConversations(Vertx vertx, boolean mustAuthenticate) {
    this.vertx = vertx;
    this.mustAuthenticate = mustAuthenticate;
  }

  void withholdAnswers() {
    withhold = true;
  }

  @Override
  public Conversation open(Peer peer) {
    open.incrementAndGet();
    addresses.add(peer.address().hostAddress() + " " + peer.address().port());
    return new Scripted(peer);
  }

  private final class Scripted implements Conversation {

    private final Peer peer;
    private final AtomicInteger busy = new AtomicInteger();
    private String sender = "";
    private List<String> recipients = new CopyOnWriteArrayList<>();

    Scripted(Peer peer) {
      this.peer = peer;
    }

    @Override
    public boolean mustAuthenticate() {
      return mustAuthenticate && peer.user().isEmpty();
    }

    @Override
    public Future<Reply> authenticate(Credentials credentials) {
      calls.add("auth " + credentials.user());
      return answer(
          switch (credentials.password()) {
            case "secret", "secretpassword" -> Reply.of(235, "2.7.0", "Welcome");
            case "outage" -> Reply.of(454, "4.7.0", "Temporary authentication failure");
            default -> Reply.of(535, "5.7.8", "Wrong user name or password");
          });
    }

    @Override
    public Future<Reply> mail(MailFrom mail) {
      calls.add("mail " + mail.sender());
      if (mail.sender().toString().startsWith("banned@")) {
        return answer(Reply.of(550, "5.7.1", "Not you"));
      }
      sender = mail.sender().toString();
      recipients = new CopyOnWriteArrayList<>();
      return answer(Reply.of(250, "2.1.0", "Sender OK"));
    }

    @Override
    public Future<Reply> rcpt(RcptTo rcpt) {
      String recipient = rcpt.recipient().toString();
      calls.add("rcpt " + recipient);
      return switch (recipient.substring(0, (recipient + "@").indexOf('@'))) {
        case "nobody" -> answer(Reply.of(550, "5.1.1", "No such user"));
        case "later" -> answer(Reply.of(451, "4.2.1", "Try again later"));
        case "end" -> answer(Reply.of(421, "4.7.0", "Enough"));
        case "crash" -> throw new IllegalStateException("crashed on purpose");
        case "fail" -> Future.failedFuture("failed on purpose");
        case "mute" -> Future.succeededFuture();
        case "slow" -> {
          recipients.add(recipient);
          Promise<Reply> promise = Promise.promise();
          Thread.startVirtualThread(
              () -> promise.complete(Reply.of(250, "2.1.5", "Recipient OK, at last")));
          yield promise.future();
        }
        default -> {
          recipients.add(recipient);
          yield answer(Reply.of(250, "2.1.5", "Recipient OK"));
        }
      };
    }

    @Override
    public Future<Reply> message(byte[] content) {
      calls.add("message " + content.length);
      protocols.add(peer.protocol());
      Message message = new Message(sender, List.copyOf(recipients), content);
      if (withhold) {
        if (busy.incrementAndGet() > 1) {
          overlaps.incrementAndGet();
        }
        Promise<Reply> promise = Promise.promise();
        withheld.add(promise);
        return promise
            .future()
            .onComplete(
                _ -> {
                  busy.decrementAndGet();
                  messages.add(message);
                });
      }
      messages.add(message);
      return answer(Reply.of(250, "2.0.0", "Queued"));
    }

    @Override
    public void reset() {
      calls.add("reset");
    }

    @Override
    public void closed() {
      calls.add("closed");
      open.decrementAndGet();
    }

    private Future<Reply> answer(Reply reply) {
      if (sender.contains("async")) {
        Promise<Reply> promise = Promise.promise();
        vertx.runOnContext(_ -> promise.complete(reply));
        return promise.future();
      }
      return Future.succeededFuture(reply);
    }
  }
}
