package baton.smtp.client;

import baton.smtp.grammar.Capabilities;
import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;

/**
 * The conversation from the greeting to the point where a message may be sent: EHLO, HELO where
 * EHLO is not understood, STARTTLS, and EHLO again, for what was offered in clear is forgotten
 * under TLS (RFC 3207 section 4.2). Pure: each state takes the reply it waits for and says what to
 * do next.
 */
sealed interface Opening {

  Phase phase();

  Move on(Reply reply);

  /** What to do next. */
  sealed interface Move {

    record Say(String command, Opening next) implements Move {}

    /** Do the TLS handshake now; then say EHLO and go on from {@code next}. */
    record Secure(Say next) implements Move {}

    record Ready(Capabilities capabilities) implements Move {}

    record Fail(Problem problem) implements Move {}
  }

  /** The first words. */
  record Greeting(Endpoint endpoint) implements Opening {

    @Override
    public Phase phase() {
      return Phase.GREETING;
    }

    @Override
    public Move on(Reply reply) {
      return reply.code() == 220
          ? sayEhlo(endpoint, false)
          : new Move.Fail(new Problem.Refused(Phase.GREETING, reply));
    }
  }

  /** EHLO was said, in clear or under TLS. */
  record Ehlo(Endpoint endpoint, boolean secured) implements Opening {

    @Override
    public Phase phase() {
      return Phase.EHLO;
    }

    @Override
    public Move on(Reply reply) {
      if (reply.permanentFailure()) {
        return new Move.Say("HELO " + endpoint.ehloName(), new Helo(endpoint, secured));
      }
      if (!reply.positive()) {
        return new Move.Fail(new Problem.Refused(Phase.EHLO, reply));
      }
      Capabilities offered = Capabilities.of(reply);
      if (secured || endpoint.tls() instanceof Tls.None) {
        return new Move.Ready(offered);
      }
      return offered.startTls()
          ? new Move.Say("STARTTLS", new StartTls(endpoint, offered))
          : inClear(endpoint, offered, "STARTTLS is not offered");
    }
  }

  /** HELO was said, to a server that refused EHLO. */
  record Helo(Endpoint endpoint, boolean secured) implements Opening {

    @Override
    public Phase phase() {
      return Phase.EHLO;
    }

    @Override
    public Move on(Reply reply) {
      if (!reply.positive()) {
        return new Move.Fail(new Problem.Refused(Phase.EHLO, reply));
      }
      return secured
          ? new Move.Ready(Capabilities.NONE)
          : inClear(endpoint, Capabilities.NONE, "the server knows no EHLO");
    }
  }

  /** STARTTLS was said. */
  record StartTls(Endpoint endpoint, Capabilities offered) implements Opening {

    @Override
    public Phase phase() {
      return Phase.STARTTLS;
    }

    @Override
    public Move on(Reply reply) {
      if (reply.positive()) {
        return new Move.Secure(sayEhlo(endpoint, true));
      }
      return reply.code() == 421
          ? new Move.Fail(new Problem.PeerClosing(Phase.STARTTLS, reply))
          : inClear(endpoint, offered, "STARTTLS was refused: " + reply);
    }
  }

  private static Move.Say sayEhlo(Endpoint endpoint, boolean secured) {
    return new Move.Say("EHLO " + endpoint.ehloName(), new Ehlo(endpoint, secured));
  }

  private static Move inClear(Endpoint endpoint, Capabilities offered, String why) {
    return switch (endpoint.tls()) {
      case Tls.None none -> new Move.Ready(offered);
      case Tls.Opportunistic opportunistic -> new Move.Ready(offered);
      case Tls.Encrypted encrypted -> new Move.Fail(new Problem.TlsUnavailable(why));
      case Tls.Verified verified -> new Move.Fail(new Problem.TlsUnavailable(why));
    };
  }
}
