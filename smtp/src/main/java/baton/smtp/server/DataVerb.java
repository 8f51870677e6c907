package baton.smtp.server;

import baton.smtp.grammar.ContentDecoder;
import baton.smtp.grammar.Reply;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;
import baton.smtp.server.SessionState.Receiving;

/** DATA: takes the message and hands it over (RFC 5321 section 4.1.1.4). */
final class DataVerb {

  private DataVerb() {}

  static void perform(Session session, AwaitingCommand state) {
    switch (state) {
      case Connected _ -> session.fault(Answer.GREET_FIRST);
      case Greeted _ -> session.fault(Answer.MAIL_FIRST);
      case InTransaction transaction ->
          session.fault(transaction.refused() > 0 ? Answer.NO_VALID_RECIPIENTS : Answer.RCPT_FIRST);
      case Addressed addressed -> begin(session, addressed);
      case Chunked _ -> session.fault(Answer.CONTENT_HAS_BEGUN);
    }
  }

  private static void begin(Session session, Addressed addressed) {
    long expected = addressed.mail().parameters().size().orElse(0);
    if (!session.capacity().hasRoomFor(expected)) {
      session.reply(Answer.OVERWHELMED);
      return;
    }
    ContentDecoder decoder = new ContentDecoder(session.options().maxMessageSize(), expected);
    session.move(addressed.receiving(new Reception<>(decoder, session.capacity())));
    session.reply(Answer.GO_AHEAD);
  }

  /** The final dot has come. */
  static void received(Session session, Receiving receiving) {
    Reception<?> reception = receiving.reception();
    Reply refusal = reception.refusal();
    session.move(receiving.ended());
    if (refusal != null) {
      reception.release();
      session.conversation().reset();
      session.reply(refusal);
      return;
    }
    handOver(session, reception);
  }

  /** The content is whole, and the transaction over. */
  static void handOver(Session session, Reception<?> reception) {
    byte[] content = reception.content();
    session.ask(
        session.conversation().message(content),
        reply -> {
          reception.release();
          if (reply.positive()) {
            session.messageAccepted();
          }
          session.reply(reply);
        });
  }
}
