package baton.smtp.grammar;

import java.util.Optional;

/** A command of a client, well formed; whether it is in order is the session's business. */
public sealed interface Command extends Request
    permits MailFrom,
        RcptTo,
        Command.Ehlo,
        Command.Helo,
        Command.Data,
        Command.Bdat,
        Command.Rset,
        Command.Noop,
        Command.Quit,
        Command.Vrfy,
        Command.Expn,
        Command.Help,
        Command.StartTls,
        Command.Auth {

  /**
   * RFC 5321 section 4.1.1.1.
   *
   * @param client what the client calls itself: 1 to 255 graphic ASCII characters, a host name or
   *     an address literal where the client keeps to the rules
   */
  record Ehlo(String client) implements Command {}

  /**
   * RFC 5321 section 4.1.1.1.
   *
   * @param client as in {@link Ehlo}
   */
  record Helo(String client) implements Command {}

  /** RFC 5321 section 4.1.1.4. */
  record Data() implements Command {}

  /**
   * RFC 3030 section 2. The chunk follows at once, whatever is answered.
   *
   * @param octets how many the chunk has, 0 or more
   * @param last whether the message ends with it
   */
  record Bdat(long octets, boolean last) implements Command {}

  /** RFC 5321 section 4.1.1.5. */
  record Rset() implements Command {}

  /** RFC 5321 section 4.1.1.9; its argument means nothing. */
  record Noop() implements Command {}

  /** RFC 5321 section 4.1.1.10. */
  record Quit() implements Command {}

  /**
   * RFC 5321 section 4.1.1.6.
   *
   * @param subject a user or mailbox, as the client wrote it
   */
  record Vrfy(String subject) implements Command {}

  /**
   * RFC 5321 section 4.1.1.7.
   *
   * @param list a mailing list, as the client wrote it
   */
  record Expn(String list) implements Command {}

  /**
   * RFC 5321 section 4.1.1.8.
   *
   * @param topic what help is wanted on; may be empty
   */
  record Help(String topic) implements Command {}

  /** RFC 3207. */
  record StartTls() implements Command {}

  /**
   * RFC 4954.
   *
   * @param mechanism in upper case, known here or not
   * @param initialResponse base64 as the client wrote it, {@code =} for an empty one
   */
  record Auth(String mechanism, Optional<String> initialResponse) implements Command {

    /** The initial response may be a password. */
    @Override
    public String toString() {
      return "Auth[mechanism=" + mechanism + "]";
    }
  }
}
