package baton.smtp.server;

import baton.smtp.grammar.Command;
import baton.smtp.grammar.Extension;
import baton.smtp.grammar.Reply;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.Authenticating;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;

/** AUTH: lets a peer say who it is, under TLS only (RFC 4954). */
final class AuthVerb {

  private AuthVerb() {}

  static void perform(Session session, AwaitingCommand state, Command.Auth auth) {
    switch (state) {
      case Connected _ -> session.fault(Answer.GREET_FIRST);
      case InTransaction _, Addressed _, Chunked _ -> session.fault(Answer.LOGIN_IN_TRANSACTION);
      case Greeted greeted -> begin(session, greeted, auth);
    }
  }

  private static void begin(Session session, Greeted greeted, Command.Auth auth) {
    if (!greeted.client().allowed().contains(Extension.AUTH)) {
      session.fault(Answer.NOT_OFFERED);
    } else if (!session.peer().isSecure()) {
      session.fault(Answer.LOGIN_NEEDS_TLS);
    } else if (greeted.login().user().isPresent()) {
      session.fault(Answer.LOGIN_ALREADY);
    } else {
      SaslExchange.of(auth.mechanism())
          .ifPresentOrElse(
              exchange -> exchange(session, greeted.authenticating(exchange), auth),
              () -> session.fault(Answer.MECHANISM_UNKNOWN));
    }
  }

  private static void exchange(Session session, Authenticating state, Command.Auth auth) {
    session.move(state);
    if (auth.initialResponse().isPresent()) {
      respond(session, state, auth.initialResponse().get());
    } else {
      challenge(session, state.exchange().challenge());
    }
  }

  /** The peer's response, or {@code *} with which it gives up. */
  static void respond(Session session, Authenticating state, String response) {
    if (response.equals("*")) {
      session.move(state.cancelled());
      session.fault(Answer.LOGIN_CANCELLED);
      return;
    }
    switch (state.exchange().respondBase64(response)) {
      case SaslExchange.Challenge challenge -> {
        session.move(state.continued(challenge.exchange()));
        challenge(session, challenge.text());
      }
      case SaslExchange.Malformed malformed -> {
        session.move(state.cancelled());
        session.fault(Reply.of(501, "5.5.2", malformed.sentence()));
      }
      case SaslExchange.ActsForAnother _ -> failed(session, state, Answer.ACTS_FOR_ANOTHER.reply());
      case SaslExchange.Complete complete ->
          session.ask(
              session.conversation().authenticate(complete.credentials()),
              reply -> decided(session, state, complete.credentials(), reply));
    }
  }

  private static void challenge(Session session, String base64) {
    session.reply(Reply.of(334, base64));
  }

  private static void decided(
      Session session, Authenticating state, Credentials credentials, Reply reply) {
    if (reply.positive()) {
      session.peer().authenticated(credentials.user());
      session.move(state.succeeded(credentials.user()));
      session.reply(reply);
    } else if (reply.permanentFailure()) {
      failed(session, state, reply);
    } else {
      session.move(state.cancelled());
      session.reply(reply);
    }
  }

  private static void failed(Session session, Authenticating state, Reply reply) {
    Greeted greeted = state.failed();
    session.move(greeted);
    session.reply(reply);
    if (greeted.login().failures() >= session.options().maxLoginFailures()) {
      session.reply(Answer.TOO_MANY_LOGINS);
    }
  }
}
