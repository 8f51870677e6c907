package baton.smtp.server;

import baton.smtp.grammar.ChunkDecoder;
import baton.smtp.grammar.Command;
import baton.smtp.grammar.Extension;
import baton.smtp.grammar.Reply;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.ChunksRefused;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;
import baton.smtp.server.SessionState.PassingOver;
import baton.smtp.server.SessionState.ReceivingChunk;

/**
 * BDAT: takes the message in chunks (RFC 3030 section 2). The chunk's octets follow the command at
 * once, so they are read to their end whatever the answer is, and never taken for commands.
 */
final class BdatVerb {

  private static final byte[] NOTHING = {};

  private BdatVerb() {}

  static void perform(Session session, AwaitingCommand state, Command.Bdat bdat) {
    switch (state) {
      case Connected _ -> fault(session, state, bdat, Answer.GREET_FIRST);
      case Greeted _ -> fault(session, state, bdat, Answer.MAIL_FIRST);
      case InTransaction transaction ->
          fault(
              session,
              state,
              bdat,
              transaction.refused() > 0 ? Answer.NO_VALID_RECIPIENTS : Answer.RCPT_FIRST);
      case Addressed addressed -> begin(session, addressed, bdat);
      case Chunked chunked -> receive(session, chunked.receivingChunk(), bdat);
    }
  }

  /** A chunk out of order: only the first one of a message counts as an error. */
  static void fault(Session session, AwaitingCommand state, Command.Bdat bdat, Answer answer) {
    if (session.countError()) {
      passOver(session, state, bdat, answer.reply());
    }
  }

  /** One more chunk behind a refused one. */
  static void refuseAgain(Session session, ChunksRefused refused, Command.Bdat bdat) {
    if (bdat.octets() > 0 || bdat.last() || session.idleCommand()) {
      passOver(session, refused.behind(), bdat, refused.reply());
    }
  }

  private static void begin(Session session, Addressed addressed, Command.Bdat bdat) {
    if (!addressed.greeted().client().announced().contains(Extension.CHUNKING)) {
      fault(session, addressed, bdat, Answer.NOT_OFFERED);
      return;
    }
    long limit = session.options().maxMessageSize();
    long declared = addressed.mail().parameters().size().orElse(0);
    long expected = Math.min(limit, Math.max(declared, bdat.octets()));
    if (!session.capacity().hasRoomFor(expected)) {
      session.conversation().reset();
      passOver(session, addressed.ended(), bdat, Answer.OVERWHELMED.reply());
      return;
    }
    ChunkDecoder decoder = new ChunkDecoder(limit, expected);
    Reception<ChunkDecoder> reception = new Reception<>(decoder, session.capacity());
    receive(session, addressed.receivingChunks(reception), bdat);
  }

  private static void receive(Session session, ReceivingChunk receiving, Command.Bdat bdat) {
    receiving.reception().reader().chunk(bdat.octets(), bdat.last());
    session.move(receiving);
    if (bdat.octets() == 0 && (bdat.last() || session.idleCommand())) {
      receiving.reception().read(NOTHING, 0, 0);
      received(session, receiving);
    }
  }

  /** The chunk has come. */
  static void received(Session session, ReceivingChunk receiving) {
    Reception<ChunkDecoder> reception = receiving.reception();
    boolean last = reception.reader().lastChunk();
    Reply refusal = reception.refusal();
    if (refusal != null) {
      reception.release();
      session.conversation().reset();
      Greeted greeted = receiving.ended();
      session.move(last ? greeted : new ChunksRefused(refusal, greeted));
      session.reply(refusal);
    } else if (last) {
      session.move(receiving.ended());
      DataVerb.handOver(session, reception);
    } else {
      session.move(receiving.chunkEnded());
      session.reply(Reply.of(250, "2.0.0", reception.reader().size() + " octets so far"));
    }
  }

  private static void passOver(
      Session session, AwaitingCommand behind, Command.Bdat bdat, Reply reply) {
    SessionState next = bdat.last() ? behind : new ChunksRefused(reply, behind);
    passedOver(session, new PassingOver(bdat.octets(), reply, next));
  }

  /** Octets of an unwanted chunk have gone by. */
  static void passedOver(Session session, PassingOver passing) {
    if (passing.octets() > 0) {
      session.move(passing);
    } else {
      session.move(passing.behind());
      session.reply(passing.reply());
    }
  }
}
