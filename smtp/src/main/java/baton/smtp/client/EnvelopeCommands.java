package baton.smtp.client;

import baton.smtp.grammar.Capabilities;
import org.jspecify.annotations.Nullable;

/** MAIL and RCPT with the parameters that the peer understands. */
final class EnvelopeCommands {

  private final Envelope envelope;
  private final Capabilities peer;

  EnvelopeCommands(Envelope envelope, Capabilities peer) {
    this.envelope = envelope;
    this.peer = peer;
  }

  String mail(byte[] content) {
    StringBuilder line =
        new StringBuilder("MAIL FROM:<").append(envelope.reversePath()).append('>');
    if (peer.size()) {
      line.append(" SIZE=").append(size(content));
    }
    boolean utf8 = envelope.needsSmtpUtf8();
    if (peer.eightBitMime() && (envelope.eightBit() || utf8)) {
      line.append(" BODY=8BITMIME");
    }
    if (utf8) {
      line.append(" SMTPUTF8");
    }
    if (envelope.requireTls()) {
      line.append(" REQUIRETLS");
    }
    if (peer.dsn()) {
      parameter(line, "RET", envelope.dsn().ret());
      parameter(line, "ENVID", envelope.dsn().envid());
    }
    return line.toString();
  }

  String rcpt(String recipient) {
    StringBuilder line = new StringBuilder("RCPT TO:<").append(recipient).append('>');
    if (peer.dsn()) {
      parameter(line, "NOTIFY", envelope.dsn().notifyOn());
      parameter(line, "ORCPT", envelope.dsn().orcpt());
    }
    return line.toString();
  }

  /** As RFC 1870 section 5 counts: CRLFs included, without the dots that transparency adds. */
  private static int size(byte[] content) {
    int length = content.length;
    boolean terminated = length >= 2 && content[length - 2] == '\r' && content[length - 1] == '\n';
    return terminated || length == 0 ? length : length + 2;
  }

  private static void parameter(StringBuilder line, String name, @Nullable String value) {
    if (value != null) {
      line.append(' ').append(name).append('=').append(value);
    }
  }
}
