package baton.smtp.server;

import baton.smtp.grammar.Command;
import baton.smtp.grammar.CommandFramer;
import baton.smtp.grammar.CommandParser;
import baton.smtp.grammar.Extension;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Request;
import baton.smtp.grammar.SyntaxFault;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.ChunksRefused;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.Holding;
import baton.smtp.server.SessionState.InTransaction;
import baton.smtp.server.SessionState.Transaction;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where each command goes; verbs that have rules of their own have a class of their own. */
final class Verbs {

  private static final Logger log = LoggerFactory.getLogger(Verbs.class);

  private Verbs() {}

  /** Performs the command of a line, or answers what is wrong with it. */
  static void line(Session session, AwaitingCommand state, CommandFramer framer) {
    take(session, state, parse(state, framer));
  }

  /** A line behind a refused chunk. */
  static void line(Session session, ChunksRefused refused, CommandFramer framer) {
    Request request = parse(refused.behind(), framer);
    if (request instanceof Command.Bdat bdat) {
      BdatVerb.refuseAgain(session, refused, bdat);
    } else {
      session.move(refused.behind());
      take(session, refused.behind(), request);
    }
  }

  private static Request parse(AwaitingCommand state, CommandFramer framer) {
    Set<Extension> announced =
        switch (state) {
          case Connected _ -> Set.of();
          case Greeted greeted -> greeted.client().announced();
          case InTransaction transaction -> transaction.greeted().client().announced();
          case Addressed addressed -> addressed.greeted().client().announced();
          case Chunked chunked -> chunked.greeted().client().announced();
        };
    return CommandParser.parse(framer.line(), framer.lineStart(), framer.lineEnd(), announced);
  }

  private static void take(Session session, AwaitingCommand state, Request request) {
    switch (request) {
      case SyntaxFault fault -> session.fault(fault);
      case Command command -> {
        try {
          perform(session, state, command);
        } catch (RuntimeException failure) {
          String verb = command.getClass().getSimpleName();
          log.error("command failed peer={} command={}", session.peer(), verb, failure);
          session.reply(Answer.FAILED);
        }
      }
    }
  }

  private static void perform(Session session, AwaitingCommand state, Command command) {
    if (session.options().requireTls() && !session.peer().isSecure() && needsTls(command)) {
      if (command instanceof Command.Bdat bdat) {
        BdatVerb.fault(session, state, bdat, Answer.TLS_FIRST);
      } else {
        session.fault(Answer.TLS_FIRST);
      }
      return;
    }
    switch (command) {
      case MailFrom mail -> MailVerb.perform(session, state, mail);
      case RcptTo rcpt -> RcptVerb.perform(session, state, rcpt);
      case Command.Data _ -> DataVerb.perform(session, state);
      case Command.Bdat bdat -> BdatVerb.perform(session, state, bdat);
      case Command.Ehlo ehlo -> EhloVerb.perform(session, state, ehlo.client(), true);
      case Command.Helo helo -> EhloVerb.perform(session, state, helo.client(), false);
      case Command.Auth auth -> AuthVerb.perform(session, state, auth);
      case Command.StartTls _ -> StartTlsVerb.perform(session, state);
      case Command.Rset _ -> reset(session, state);
      case Command.Quit _ -> session.reply(Answer.GOODBYE);
      case Command.Noop _ -> idle(session, Answer.OK);
      case Command.Vrfy _ -> idle(session, Answer.CANNOT_VERIFY);
      case Command.Help _ -> idle(session, Answer.HELP);
      case Command.Expn _ -> session.fault(Answer.NOT_OFFERED);
    }
  }

  /** RFC 3207 section 4; AUTH has an answer of its own. */
  private static boolean needsTls(Command command) {
    return switch (command) {
      case Command.Ehlo _,
          Command.Helo _,
          Command.StartTls _,
          Command.Noop _,
          Command.Quit _,
          Command.Auth _ ->
          false;
      case MailFrom _,
          RcptTo _,
          Command.Data _,
          Command.Bdat _,
          Command.Rset _,
          Command.Vrfy _,
          Command.Expn _,
          Command.Help _ ->
          true;
    };
  }

  private static void reset(Session session, AwaitingCommand state) {
    if (session.idleCommand()) {
      endTransaction(session, state);
      session.reply(Answer.OK);
    }
  }

  private static void idle(Session session, Answer answer) {
    if (session.idleCommand()) {
      session.reply(answer);
    }
  }

  /** Leaves the transaction that may be open. */
  static void endTransaction(Session session, AwaitingCommand state) {
    if (state instanceof Transaction transaction) {
      if (transaction instanceof Holding holding) {
        holding.reception().release();
      }
      session.move(transaction.ended());
      session.conversation().reset();
    }
  }
}
