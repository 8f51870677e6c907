package baton.smtp.server;

import baton.smtp.grammar.Extension;
import baton.smtp.grammar.MailFrom;
import baton.smtp.grammar.RcptTo;
import baton.smtp.grammar.Reply;
import io.vertx.core.Future;
import java.util.Set;

/**
 * The port to whoever takes the mail: one connection's side of the middle, which decides what the
 * server answers.
 *
 * <p>The server's promise:
 *
 * <ul>
 *   <li>Calls never overlap: the next one comes after the Future of the last has completed. All
 *       come on the connection's event loop, which must not be blocked; Futures may complete on any
 *       thread.
 *   <li>The order of commands, their grammar, TLS and every limit of {@link SmtpServerOptions} are
 *       checked before; what arrives here is in order.
 *   <li>A transaction opens with a positive reply of {@link #mail} and ends exactly once: by {@link
 *       #message}, by {@link #reset}, or by {@link #closed}.
 *   <li>A Future that fails, a thrown exception, and a reply that makes no sense (3xx) become
 *       {@code 451 4.3.0} for the peer and a line in the log. A reply of 421 closes the connection.
 * </ul>
 *
 * The implementation's promise: every Future completes, in the time that its peer may have to wait.
 */
public interface Conversation {

  /**
   * Whether MAIL is refused with {@code 530 5.7.0} until this peer has logged in. Asked at each
   * MAIL of a peer that has not.
   */
  default boolean mustAuthenticate() {
    return false;
  }

  /**
   * Which extensions this peer may use. Asked at each EHLO and HELO, when {@link Peer#clientName}
   * is known.
   *
   * @param supported what the server can do as it is configured; AUTH is among them even where TLS
   *     must come first
   * @return {@code supported} or less
   */
  default Set<Extension> extensions(Set<Extension> supported) {
    return supported;
  }

  /**
   * AUTH has brought a user name and a password, under TLS; never after a success.
   *
   * @return 235 2.7.0 where they are right, 535 5.7.8 where not, 454 4.7.0 where nobody knows now
   */
  default Future<Reply> authenticate(Credentials credentials) {
    return Future.succeededFuture(Reply.of(535, "5.7.8", "Authentication credentials invalid"));
  }

  /**
   * MAIL FROM, in a session that has greeted, has no transaction open and has logged in where it
   * must; a declared size is within the limit.
   *
   * @return positive to open a transaction
   */
  Future<Reply> mail(MailFrom mail);

  /**
   * RCPT TO, in the open transaction, below the limit of recipients.
   *
   * @return positive where the recipient is accepted
   */
  Future<Reply> rcpt(RcptTo rcpt);

  /**
   * The whole message, of a transaction with one accepted recipient or more. It holds no bare CR or
   * LF and no NUL, and is within the limit of size; the transaction is over.
   *
   * @param content lines that end in CRLF, dots unstuffed; the array is the callee's to keep
   * @return positive only where the message is durable: the peer forgets it then
   */
  Future<Reply> message(byte[] content);

  /**
   * The open transaction is over without a message: the peer has said RSET, EHLO or STARTTLS, or
   * sent content that the server refused.
   */
  default void reset() {}

  /** The connection is gone, and with it an open transaction. The last call, made exactly once. */
  default void closed() {}
}
