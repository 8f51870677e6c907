package baton.smtp.client;

import baton.smtp.grammar.Reply;
import baton.smtp.reply.Phase;
import java.time.Duration;

/** Why a connection did not come about, or ended. */
public sealed interface Problem {

  /** In one sentence, for logs and events. */
  String describe();

  /** No TCP connection: refused, unreachable, name unknown, or not within the time. */
  record Unreachable(String detail) implements Problem {
    @Override
    public String describe() {
      return "cannot connect: " + detail;
    }
  }

  /** The server turned Baton away before the first message: its greeting, or its answer to EHLO. */
  record Refused(Phase phase, Reply reply) implements Problem {
    @Override
    public String describe() {
      return "refused at " + phase + ": " + reply;
    }
  }

  /** TLS is demanded and the server does not offer it, or refuses it in so many words. */
  record TlsUnavailable(String detail) implements Problem {
    @Override
    public String describe() {
      return "no TLS: " + detail;
    }
  }

  /** The handshake failed or took too long, or the peer did not prove who it is. */
  record TlsFailed(String detail) implements Problem {
    @Override
    public String describe() {
      return "TLS failed: " + detail;
    }
  }

  /** The peer said nothing, or took nothing, for as long as the phase allows. */
  record TimedOut(Phase phase, Duration waited) implements Problem {
    @Override
    public String describe() {
      return "no answer at " + phase + " within " + waited.toMillis() + " ms";
    }
  }

  /** The peer or the network closed the connection without a word. */
  record Lost(Phase phase, String detail) implements Problem {
    @Override
    public String describe() {
      return "connection lost at " + phase + ": " + detail;
    }
  }

  /** The peer does not speak SMTP, or its replies can no longer be matched with the commands. */
  record Violation(Phase phase, String detail) implements Problem {
    @Override
    public String describe() {
      return "protocol error at " + phase + ": " + detail;
    }
  }

  /** The peer announced by 421 that it closes. */
  record PeerClosing(Phase phase, Reply reply) implements Problem {
    @Override
    public String describe() {
      return "peer closes at " + phase + ": " + reply;
    }
  }

  /** Baton itself quit or closed. */
  record ClosedHere() implements Problem {
    @Override
    public String describe() {
      return "closed by Baton";
    }
  }
}
