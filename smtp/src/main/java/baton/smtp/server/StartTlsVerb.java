package baton.smtp.server;

import baton.smtp.grammar.Extension;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;

/** STARTTLS: leaves plain text, and all that was said in it, behind (RFC 3207). */
final class StartTlsVerb {

  private StartTlsVerb() {}

  static void perform(Session session, AwaitingCommand state) {
    switch (state) {
      case Connected _ -> session.fault(Answer.GREET_FIRST);
      case Greeted greeted -> begin(session, state, greeted);
      case InTransaction transaction -> begin(session, state, transaction.greeted());
      case Addressed addressed -> begin(session, state, addressed.greeted());
      case Chunked chunked -> begin(session, state, chunked.greeted());
    }
  }

  private static void begin(Session session, AwaitingCommand state, Greeted greeted) {
    if (session.peer().isSecure()) {
      session.fault(Answer.TLS_ALREADY);
    } else if (!greeted.client().allowed().contains(Extension.STARTTLS)) {
      session.fault(Answer.NOT_OFFERED);
    } else {
      Verbs.endTransaction(session, state);
      session.secure(greeted.securing());
    }
  }
}
