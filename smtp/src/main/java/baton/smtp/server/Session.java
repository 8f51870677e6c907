package baton.smtp.server;

import baton.smtp.grammar.CommandFramer;
import baton.smtp.grammar.Reply;
import baton.smtp.grammar.SyntaxFault;
import baton.smtp.server.SessionState.Authenticating;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.ChunksRefused;
import baton.smtp.server.SessionState.Closed;
import baton.smtp.server.SessionState.Closing;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Holding;
import baton.smtp.server.SessionState.Over;
import baton.smtp.server.SessionState.PassingOver;
import baton.smtp.server.SessionState.Receiving;
import baton.smtp.server.SessionState.ReceivingChunk;
import baton.smtp.server.SessionState.Securing;
import baton.smtp.server.SessionState.Transaction;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: turns chunks into lines and content, hands them to the verbs, and sends their
 * replies. Lives on its socket's event loop; answers of the conversation come back to it there.
 */
final class Session {

  private static final Logger log = LoggerFactory.getLogger(Session.class);

  /** Whose turn it is to speak. */
  private enum Turn {
    PEER,
    CONVERSATION
  }

  private final Listener listener;
  private final NetSocket socket;
  private final Context context;
  private final SessionPeer peer;
  private final Conversation conversation;
  private final Conduct conduct;
  private final CommandFramer framer = new CommandFramer();
  private final Input input = new Input();
  private final Output output = new Output();

  private SessionState state = new Connected();
  private Turn turn = Turn.PEER;
  private boolean draining;
  private long lastHeard = System.nanoTime();

  Session(Listener listener, NetSocket socket, Context context, SessionPeer peer, Conversation c) {
    this.listener = listener;
    this.socket = socket;
    this.context = context;
    this.peer = peer;
    this.conduct = new Conduct(listener.options());
    this.conversation = new GuardedConversation(c, peer);
  }

  void start() {
    socket.handler(this::received);
    socket.drainHandler(_ -> proceed());
    socket.exceptionHandler(
        failure -> log.debug("connection failed peer={} cause={}", peer, failure.getClass()));
    socket.closeHandler(_ -> lost());
    reply(Reply.of(220, options().hostName() + " ESMTP Baton"));
    flush();
  }

  private void received(Buffer chunk) {
    lastHeard = System.nanoTime();
    switch (state) {
      case Over _ -> {}
      // What comes before the TLS engine is in place was sent in plain text (RFC 3207 section 4.2).
      case Securing _ -> {
        if (socket.isSsl()) {
          input.add(chunk.getBytes());
        }
      }
      case AwaitingCommand _,
          Authenticating _,
          Receiving _,
          ReceivingChunk _,
          PassingOver _,
          ChunksRefused _ -> {
        input.add(chunk.getBytes());
        proceed();
      }
    }
  }

  /** Reads on for as long as it is the peer's turn and there is something to read. */
  void proceed() {
    try {
      while (mayRead() && input.available()) {
        read();
      }
      if (draining && turn == Turn.PEER && !(state instanceof Transaction)) {
        reply(Answer.SHUTTING_DOWN);
      }
      flush();
      input.throttle(socket);
    } catch (RuntimeException bug) {
      log.error("session failed peer={}", peer, bug);
      reply(Answer.BROKEN);
    }
  }

  private boolean mayRead() {
    return turn == Turn.PEER
        && !socket.writeQueueFull()
        && !(state instanceof Securing || state instanceof Over)
        && !(draining && !(state instanceof Transaction));
  }

  private void read() {
    byte[] chunk = input.chunk();
    int at = input.at();
    int end = chunk.length;
    switch (state) {
      case Receiving receiving -> {
        input.advanceTo(receiving.reception().read(chunk, at, end));
        if (receiving.reception().reader().ended()) {
          DataVerb.received(this, receiving);
        }
      }
      case ReceivingChunk receiving -> {
        input.advanceTo(receiving.reception().read(chunk, at, end));
        if (receiving.reception().reader().chunkEnded()) {
          BdatVerb.received(this, receiving);
        }
      }
      case PassingOver passing -> {
        int count = (int) Math.min(end - at, passing.octets());
        input.advanceTo(at + count);
        BdatVerb.passedOver(this, passing.passed(count));
      }
      case AwaitingCommand awaiting -> {
        if (readLine(chunk, at, end, false)) {
          Verbs.line(this, awaiting, framer);
        }
      }
      case ChunksRefused refused -> {
        if (readLine(chunk, at, end, false)) {
          Verbs.line(this, refused, framer);
        }
      }
      case Authenticating authenticating -> {
        if (readLine(chunk, at, end, true)) {
          AuthVerb.respond(this, authenticating, lineAsText());
        }
      }
      case Securing _, Over _ -> input.clear();
    }
  }

  /** Whether a line is there; one that is refused has been answered. */
  private boolean readLine(byte[] chunk, int at, int end, boolean response) {
    CommandFramer.Outcome outcome = framer.read(chunk, at, end, response);
    input.advanceTo(framer.next());
    return switch (outcome) {
      case INCOMPLETE -> false;
      case LINE -> true;
      case FAULT -> {
        if (state instanceof Authenticating authenticating) {
          move(authenticating.cancelled());
        }
        fault(new SyntaxFault(framer.fault().reply(), !response && framer.losesTrack()));
        yield false;
      }
    };
  }

  private String lineAsText() {
    return new String(
        framer.line(),
        framer.lineStart(),
        framer.lineEnd() - framer.lineStart(),
        StandardCharsets.ISO_8859_1);
  }

  /**
   * Waits for the conversation; nothing more is read until it has answered.
   *
   * @param question what was asked
   * @param answer receives the reply on this session's event loop, also where the peer is gone
   */
  void ask(Future<Reply> question, Consumer<Reply> answer) {
    if (question.isComplete()) {
      answer.accept(question.result());
      return;
    }
    turn = Turn.CONVERSATION;
    question.onSuccess(
        reply -> {
          if (Vertx.currentContext() == context) {
            answered(reply, answer);
          } else {
            context.runOnContext(_ -> answered(reply, answer));
          }
        });
  }

  private void answered(Reply reply, Consumer<Reply> answer) {
    turn = Turn.PEER;
    lastHeard = System.nanoTime();
    try {
      answer.accept(reply);
    } catch (RuntimeException bug) {
      log.error("session failed peer={}", peer, bug);
      reply(Answer.BROKEN);
    }
    if (state instanceof Closed) {
      conversation.closed();
    } else {
      proceed();
    }
  }

  /** Goes to another state; a session that is closed stays so. */
  void move(SessionState next) {
    if (!(state instanceof Over)) {
      state = next;
    }
  }

  void reply(Answer answer) {
    say(answer.reply().code(), answer.wire());
  }

  void reply(Reply reply) {
    say(reply.code(), reply.wire().getBytes(StandardCharsets.UTF_8));
  }

  /** Replies 221 and 421 are the last that is said (RFC 5321 section 3.8). */
  private void say(int code, byte[] wire) {
    if (state instanceof Over) {
      return;
    }
    output.append(wire);
    if (code == 421 || code == 221) {
      flush();
      hangUp();
    }
  }

  /** Refuses a command that is faulty or out of order; too many of these end the session. */
  void fault(Reply reply) {
    reply(reply);
    countError();
  }

  void fault(Answer answer) {
    fault(answer.reply());
  }

  void fault(SyntaxFault fault) {
    fault(fault.reply());
    if (fault.losesTrack()) {
      reply(Answer.LOST_TRACK);
    }
  }

  /** As {@link Conduct#error}; one too many ends the session. */
  boolean countError() {
    return goesOn(conduct.error(), Answer.TOO_MANY_ERRORS);
  }

  /** As {@link Conduct#idleCommand}; one too many ends the session. */
  boolean idleCommand() {
    return goesOn(conduct.idleCommand(), Answer.TOO_MANY_IDLE_COMMANDS);
  }

  /** As {@link Conduct#transaction}; one too many ends the session. */
  boolean countTransaction() {
    return goesOn(conduct.transaction(), Answer.TOO_MANY_TRANSACTIONS);
  }

  private boolean goesOn(boolean bearable, Answer otherwise) {
    if (!bearable) {
      reply(otherwise);
    }
    return bearable;
  }

  void messageAccepted() {
    conduct.messageAccepted();
  }

  private void flush() {
    if (!output.isEmpty()) {
      socket.write(output.take());
    }
  }

  /** Begins TLS; all that was said in plain text is forgotten. */
  void secure(Securing securing) {
    move(securing);
    input.clear();
    framer.discard();
    reply(Answer.START_TLS);
    flush();
    // In a task of its own, so that chunks that wait behind a pause come before it and are dropped.
    context.runOnContext(
        _ ->
            socket
                .upgradeToSsl()
                .onSuccess(
                    _ -> {
                      peer.secured(socket.sslSession());
                      move(securing.secured());
                      proceed();
                    })
                .onFailure(
                    failure -> {
                      // The class only: messages of TLS failures quote what the peer sent.
                      log.info("TLS failed peer={} cause={}", peer, failure.getClass().getName());
                      hangUp();
                    }));
  }

  private void hangUp() {
    releaseReception();
    state = new Closing();
    input.clear();
    socket.close();
  }

  private void releaseReception() {
    if (state instanceof Holding holding) {
      holding.reception().release();
    }
  }

  /** The socket is gone. */
  private void lost() {
    releaseReception();
    state = new Closed();
    input.clear();
    listener.left(this);
    if (turn == Turn.PEER) {
      conversation.closed();
    }
  }

  /** Closes the session if its peer has been silent since {@code deadline}, a nanoTime. */
  void closeIfSilentSince(long deadline) {
    if (turn == Turn.PEER && lastHeard - deadline < 0) {
      reply(Answer.IDLE);
    }
  }

  /** Closes the session once no transaction is open. */
  void drain() {
    draining = true;
    proceed();
  }

  /** Closes the session whatever it is at. */
  void abort() {
    reply(Answer.SHUTTING_DOWN);
  }

  SmtpServerOptions options() {
    return listener.options();
  }

  Capacity capacity() {
    return listener.capacity();
  }

  Conversation conversation() {
    return conversation;
  }

  SessionPeer peer() {
    return peer;
  }
}
