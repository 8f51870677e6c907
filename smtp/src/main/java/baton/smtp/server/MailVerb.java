package baton.smtp.server;

import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.Reply;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;
import java.time.Duration;
import java.time.Instant;

/**
 * MAIL: opens a transaction (RFC 5321 section 4.1.1.2, RFC 1870 section 6, RFC 4865, RFC 9422
 * section 4.1).
 */
final class MailVerb {

  private MailVerb() {}

  static void perform(Session session, AwaitingCommand state, MailFrom mail) {
    switch (state) {
      case Connected _ -> session.fault(Answer.GREET_FIRST);
      case InTransaction _, Addressed _, Chunked _ -> session.fault(Answer.NESTED_MAIL);
      case Greeted greeted -> open(session, greeted, mail);
    }
  }

  private static void open(Session session, Greeted greeted, MailFrom mail) {
    if (greeted.login().user().isEmpty() && session.conversation().mustAuthenticate()) {
      session.fault(Answer.LOGIN_FIRST);
      return;
    }
    if (!session.countTransaction()) {
      return;
    }
    long limit = session.options().maxMessageSize();
    if (mail.parameters().size().orElse(0) > limit) {
      session.reply(Reply.of(552, "5.3.4", "Message is larger than " + limit + " octets"));
      return;
    }
    Duration longest = session.options().futureRelease();
    Instant now = Instant.now();
    if (mail.parameters()
        .release()
        .filter(r -> r.from(now).isAfter(now.plus(longest)))
        .isPresent()) {
      session.fault(
          Reply.of(
              501, "5.5.4", "A message is held for " + longest.toSeconds() + " seconds at most"));
      return;
    }
    session.ask(
        session.conversation().mail(mail),
        reply -> {
          if (reply.positive()) {
            session.move(greeted.opened(mail));
          }
          session.reply(reply);
        });
  }
}
