package baton.smtp.server;

import static java.time.temporal.ChronoUnit.SECONDS;

import baton.smtp.grammar.Extension;
import baton.smtp.grammar.Reply;
import baton.smtp.server.SessionState.Addressed;
import baton.smtp.server.SessionState.AwaitingCommand;
import baton.smtp.server.SessionState.Chunked;
import baton.smtp.server.SessionState.Client;
import baton.smtp.server.SessionState.Connected;
import baton.smtp.server.SessionState.Greeted;
import baton.smtp.server.SessionState.InTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** EHLO and HELO: says what may be used here (RFC 5321 section 4.1.1.1). */
final class EhloVerb {

  /** RFC 9422 section 4: a limit has six digits at most. */
  private static final int LARGEST_LIMIT = 999_999;

  private EhloVerb() {}

  static void perform(Session session, AwaitingCommand state, String name, boolean extended) {
    if (!session.idleCommand()) {
      return;
    }
    Verbs.endTransaction(session, state);
    SmtpServerOptions options = session.options();
    session.peer().greeted(new Client(name, extended, Set.of(), Set.of()));
    Set<Extension> supported = supported(options);
    Set<Extension> allowed = EnumSet.noneOf(Extension.class);
    allowed.addAll(session.conversation().extensions(Collections.unmodifiableSet(supported)));
    allowed.retainAll(supported);
    Set<Extension> announced = EnumSet.noneOf(Extension.class);
    if (extended) {
      announced.addAll(allowed);
      if (session.peer().isSecure()) {
        announced.remove(Extension.STARTTLS);
      } else {
        announced.remove(Extension.AUTH);
        announced.remove(Extension.REQUIRETLS);
      }
    }
    Client client = new Client(name, extended, allowed, announced);
    session.peer().greeted(client);
    session.move(
        switch (state) {
          case Connected connected -> connected.greeted(client);
          case Greeted greeted -> greeted.greetedAgain(client);
          case InTransaction transaction -> transaction.ended().greetedAgain(client);
          case Addressed addressed -> addressed.ended().greetedAgain(client);
          case Chunked chunked -> chunked.ended().greetedAgain(client);
        });
    session.reply(extended ? announcement(options, client) : Reply.of(250, options.hostName()));
  }

  private static Set<Extension> supported(SmtpServerOptions options) {
    Set<Extension> supported = EnumSet.allOf(Extension.class);
    if (!options.dsn()) {
      supported.remove(Extension.DSN);
    }
    if (!options.requireTlsParameter()) {
      supported.remove(Extension.REQUIRETLS);
    }
    if (options.futureRelease().isZero()) {
      supported.remove(Extension.FUTURERELEASE);
    }
    if (!options.authentication()) {
      supported.remove(Extension.AUTH);
    }
    if (options.keyCert().isEmpty() || options.implicitTls()) {
      supported.remove(Extension.STARTTLS);
    }
    return supported;
  }

  private static Reply announcement(SmtpServerOptions options, Client client) {
    List<String> lines = new ArrayList<>();
    lines.add(options.hostName() + " greets " + client.name());
    for (Extension extension : client.announced()) {
      lines.add(
          switch (extension) {
            case SIZE -> extension.keyword() + " " + options.maxMessageSize();
            case LIMITS ->
                "%s RCPTMAX=%d MAILMAX=%d"
                    .formatted(
                        extension.keyword(),
                        Math.min(LARGEST_LIMIT, options.maxRecipients()),
                        options.maxTransactions());
            case FUTURERELEASE ->
                "%s %d %s"
                    .formatted(
                        extension.keyword(),
                        options.futureRelease().toSeconds(),
                        Instant.now().plus(options.futureRelease()).truncatedTo(SECONDS));
            case AUTH -> extension.keyword() + " PLAIN LOGIN";
            case PIPELINING,
                EIGHT_BIT_MIME,
                CHUNKING,
                SMTPUTF8,
                ENHANCED_STATUS_CODES,
                DSN,
                REQUIRETLS,
                STARTTLS ->
                extension.keyword();
          });
    }
    return new Reply(250, null, lines);
  }
}
