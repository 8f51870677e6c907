package baton.feedback.smtp;

import baton.contracts.token.ReturnPath.Origin;
import baton.feedback.intake.Intake;
import baton.feedback.intake.Outcome;
import baton.feedback.smtp.FeedbackAddresses.FeedbackLoop;
import baton.feedback.smtp.FeedbackAddresses.Nobody;
import baton.feedback.smtp.FeedbackAddresses.Returned;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import baton.smtp.server.Conversation;
import baton.smtp.server.Peer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection's side of the front door. */
final class FeedbackConversation implements Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(FeedbackConversation.class);

  private static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender ok");
  private static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient ok");
  private static final Reply NOBODY =
      Reply.of(550, "5.1.1", "No such address: only bounces and complaints are taken here");
  private static final Reply TAKEN = Reply.of(250, "2.0.0", "Taken");
  private static final Reply LATER =
      Reply.of(451, "4.3.0", "The report cannot be kept now, try again later");

  private final Vertx vertx;
  private final FeedbackAddresses addresses;
  private final Intake intake;
  private final Peer peer;
  private final List<Origin> origins = new ArrayList<>();

  FeedbackConversation(Vertx vertx, FeedbackAddresses addresses, Intake intake, Peer peer) {
    this.vertx = vertx;
    this.addresses = addresses;
    this.intake = intake;
    this.peer = peer;
  }

  @Override
  public Future<Reply> mail(MailFrom mail) {
    origins.clear();
    return Future.succeededFuture(SENDER_OK);
  }

  @Override
  public Future<Reply> rcpt(RcptTo rcpt) {
    return Future.succeededFuture(
        switch (addresses.find(rcpt.recipient())) {
          case Returned(Origin origin) -> {
            origins.add(origin);
            yield RECIPIENT_OK;
          }
          case FeedbackLoop() -> RECIPIENT_OK;
          case Nobody() -> {
            LOG.info("feedback refused: recipient={} peer={}", rcpt.recipient(), address());
            yield NOBODY;
          }
        });
  }

  /** Reading a message of 10 MiB takes longer than an event loop may be held. */
  @Override
  public Future<Reply> message(byte[] content) {
    List<Origin> sentTo = List.copyOf(origins);
    origins.clear();
    return vertx
        .executeBlocking(() -> intake.take(content, sentTo, address()), false)
        .compose(outcome -> Future.fromCompletionStage(outcome.subscribeAsCompletionStage()))
        .map(FeedbackConversation::reply);
  }

  /** A bounce must never bounce: what is not understood is taken all the same. */
  private static Reply reply(Outcome outcome) {
    return switch (outcome) {
      case PUBLISHED, NO_CHANGE, FOREIGN, UNREADABLE, NOT_UNDERSTOOD -> TAKEN;
      case UNAVAILABLE -> LATER;
    };
  }

  private String address() {
    return peer.address().hostAddress();
  }
}
