package baton.smtp.server;

import baton.smtp.grammar.RcptTo;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;
import baton.smtp.server.SessionState.Transaction;

/** RCPT: adds a recipient (RFC 5321 sections 4.1.1.3 and 4.5.3.1.10, RFC 6531 section 3.5). */
final class RcptVerb {

  private RcptVerb() {}

  static void perform(Session session, AwaitingCommand state, RcptTo rcpt) {
    switch (state) {
      case Connected _ -> session.fault(Answer.GREET_FIRST);
      case Greeted _ -> session.fault(Answer.MAIL_FIRST);
      case Chunked _ -> session.fault(Answer.CONTENT_HAS_BEGUN);
      case InTransaction transaction -> {
        if (admissible(session, transaction, rcpt)) {
          session.ask(
              session.conversation().rcpt(rcpt),
              reply -> {
                session.move(
                    reply.positive()
                        ? transaction.recipientAccepted()
                        : transaction.recipientRefused());
                session.reply(reply);
              });
        }
      }
      case Addressed addressed -> {
        if (addressed.recipients() >= session.options().maxRecipients()) {
          session.reply(Answer.TOO_MANY_RECIPIENTS);
        } else if (admissible(session, addressed, rcpt)) {
          session.ask(
              session.conversation().rcpt(rcpt),
              reply -> {
                if (reply.positive()) {
                  session.move(addressed.recipientAccepted());
                }
                session.reply(reply);
              });
        }
      }
    }
  }

  private static boolean admissible(Session session, Transaction transaction, RcptTo rcpt) {
    if (rcpt.recipient().needsSmtpUtf8() && !transaction.mail().parameters().smtpUtf8()) {
      session.fault(Answer.NON_ASCII_RECIPIENT);
      return false;
    }
    return true;
  }
}
