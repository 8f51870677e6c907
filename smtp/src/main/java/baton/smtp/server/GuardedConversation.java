package baton.smtp.server;

import baton.smtp.grammar.Extension;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the promise that {@link Conversation} gives for its failures: what throws, fails or answers
 * nonsense is logged, and to the session it is 451 4.3.0.
 */
final class GuardedConversation implements Conversation {

  private static final Logger log = LoggerFactory.getLogger(GuardedConversation.class);

  private final Conversation conversation;
  private final SessionPeer peer;

  GuardedConversation(Conversation conversation, SessionPeer peer) {
    this.conversation = conversation;
    this.peer = peer;
  }

  @Override
  public boolean mustAuthenticate() {
    return conversation.mustAuthenticate();
  }

  @Override
  public Set<Extension> extensions(Set<Extension> supported) {
    return conversation.extensions(supported);
  }

  @Override
  public Future<Reply> authenticate(Credentials credentials) {
    return guard(() -> conversation.authenticate(credentials));
  }

  @Override
  public Future<Reply> mail(MailFrom mail) {
    return guard(() -> conversation.mail(mail));
  }

  @Override
  public Future<Reply> rcpt(RcptTo rcpt) {
    return guard(() -> conversation.rcpt(rcpt));
  }

  @Override
  public Future<Reply> message(byte[] content) {
    return guard(() -> conversation.message(content));
  }

  @Override
  public void reset() {
    tell(conversation::reset);
  }

  @Override
  public void closed() {
    tell(conversation::closed);
  }

  private Future<Reply> guard(Supplier<Future<Reply>> call) {
    Future<Reply> future;
    try {
      future = Objects.requireNonNull(call.get());
    } catch (RuntimeException failure) {
      future = Future.failedFuture(failure);
    }
    return future.isComplete()
        ? Future.succeededFuture(sensible(future))
        : future.transform(result -> Future.succeededFuture(sensible(result)));
  }

  private Reply sensible(AsyncResult<Reply> result) {
    if (result.failed()) {
      log.error("conversation failed peer={}", peer, result.cause());
      return Answer.FAILED.reply();
    }
    Reply reply = result.result();
    if (reply == null || reply.intermediate()) {
      log.error("conversation answered nonsense peer={} reply={}", peer, reply);
      return Answer.FAILED.reply();
    }
    return reply;
  }

  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failure) {
      log.error("conversation failed peer={}", peer, failure);
    }
  }
}
