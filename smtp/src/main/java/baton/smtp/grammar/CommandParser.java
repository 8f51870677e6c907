package baton.smtp.grammar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads command lines by the grammar of RFC 5321 section 4.1 and of the extensions that are
 * offered.
 *
 * <p>Strict, but for blanks before a line's end (which section 4.1.1 asks servers to tolerate) and
 * after {@code FROM:} and {@code TO:} (which many clients send).
 */
public final class CommandParser {

  private static final Command.Data DATA = new Command.Data();
  private static final Command.Rset RSET = new Command.Rset();
  private static final Command.Noop NOOP = new Command.Noop();
  private static final Command.Quit QUIT = new Command.Quit();
  private static final Command.StartTls STARTTLS = new Command.StartTls();

  private static final SyntaxFault UNKNOWN =
      new SyntaxFault(Reply.of(500, "5.5.1", "Command not recognized"));
  private static final SyntaxFault EMPTY =
      new SyntaxFault(Reply.of(500, "5.5.2", "Empty line: a command begins with a verb"));
  private static final SyntaxFault NOT_UTF_8 =
      new SyntaxFault(Reply.of(500, "5.5.2", "The line is neither ASCII nor UTF-8"));

  private static final SyntaxFault NO_CHUNK =
      new SyntaxFault(
          Reply.of(501, "5.5.4", "BDAT takes the chunk's octets, a number, and perhaps LAST"),
          true);

  /** A chunk of more than 10^18 octets does not end in anybody's lifetime. */
  private static final int MAX_CHUNK_DIGITS = 18;

  private CommandParser() {}

  /**
   * Reads one line.
   *
   * @param bytes holds the line, without its CRLF, at {@code from} (inclusive) to {@code to}
   *     (exclusive); free of CR, LF and NUL, as {@link CommandFramer} sees to it
   * @param offered extensions whose parameters are accepted
   */
  public static Request parse(byte[] bytes, int from, int to, Set<Extension> offered) {
    int end = to;
    while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t')) {
      end--;
    }
    if (end == from) {
      return EMPTY;
    }
    String line = decode(bytes, from, end);
    if (line.indexOf('\ufffd') >= 0) {
      return NOT_UTF_8;
    }
    int blank = line.indexOf(' ');
    String verb = (blank < 0 ? line : line.substring(0, blank)).toUpperCase(Locale.ROOT);
    String argument = blank < 0 ? "" : line.substring(blank + 1).stripLeading();
    try {
      return switch (verb) {
        case "MAIL" -> mail(argument, offered);
        case "RCPT" -> rcpt(argument, offered);
        case "DATA" -> bare(DATA, verb, argument);
        case "BDAT" -> bdat(argument);
        case "EHLO" -> new Command.Ehlo(client(verb, argument));
        case "HELO" -> new Command.Helo(client(verb, argument));
        case "RSET" -> bare(RSET, verb, argument);
        case "NOOP" -> NOOP;
        case "QUIT" -> bare(QUIT, verb, argument);
        case "STARTTLS" -> bare(STARTTLS, verb, argument);
        case "AUTH" -> auth(argument);
        case "VRFY" -> new Command.Vrfy(needed(verb, argument));
        case "EXPN" -> new Command.Expn(needed(verb, argument));
        case "HELP" -> new Command.Help(argument);
        default -> UNKNOWN;
      };
    } catch (SyntaxFaultException fault) {
      return new SyntaxFault(fault.reply());
    }
  }

  private static String decode(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return new String(bytes, from, to - from, UTF_8);
      }
    }
    return new String(bytes, from, to - from, ISO_8859_1);
  }

  private static Command mail(String argument, Set<Extension> offered) {
    PathArgument path = PathArgument.read("MAIL", "FROM:", argument);
    MailParameters parameters = MailParameters.parse(path.parameters(), offered);
    ReversePath sender;
    try {
      sender = ReversePath.parse(path.address());
    } catch (InvalidAddressException fault) {
      throw new SyntaxFaultException(553, "5.1.7", "Bad sender: " + fault.getMessage());
    }
    if (sender.needsSmtpUtf8() && !parameters.smtpUtf8()) {
      throw new SyntaxFaultException(
          550, "5.6.7", "The sender is not ASCII, so MAIL needs the parameter SMTPUTF8");
    }
    return new MailFrom(sender, parameters);
  }

  private static Command rcpt(String argument, Set<Extension> offered) {
    PathArgument path = PathArgument.read("RCPT", "TO:", argument);
    RcptParameters parameters = RcptParameters.parse(path.parameters(), offered);
    if (path.address().equalsIgnoreCase("postmaster")) {
      return new RcptTo(ForwardPath.POSTMASTER, parameters);
    }
    try {
      return new RcptTo(EmailAddress.parse(path.address()), parameters);
    } catch (InvalidAddressException fault) {
      throw new SyntaxFaultException(501, "5.1.3", "Bad recipient: " + fault.getMessage());
    }
  }

  /** A chunk follows even where the command is faulty, and without its size it has no end. */
  private static Request bdat(String argument) {
    int blank = argument.indexOf(' ');
    String digits = blank < 0 ? argument : argument.substring(0, blank);
    boolean last = blank >= 0 && argument.substring(blank).strip().equalsIgnoreCase("LAST");
    if (!isNumber(digits) || (blank >= 0 && !last)) {
      return NO_CHUNK;
    }
    return new Command.Bdat(Long.parseLong(digits), last);
  }

  private static boolean isNumber(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return false;
      }
    }
    return !digits.isEmpty() && digits.length() <= MAX_CHUNK_DIGITS;
  }

  private static Command auth(String argument) {
    int blank = argument.indexOf(' ');
    String mechanism = blank < 0 ? argument : argument.substring(0, blank);
    String response = blank < 0 ? "" : argument.substring(blank + 1).strip();
    if (!Characters.isGraphic(mechanism)
        || mechanism.isEmpty()
        || mechanism.length() > 20
        || response.indexOf(' ') >= 0) {
      throw new SyntaxFaultException(
          501, "5.5.4", "AUTH takes a mechanism and perhaps an initial response");
    }
    return new Command.Auth(
        mechanism.toUpperCase(Locale.ROOT),
        response.isEmpty() ? Optional.empty() : Optional.of(response));
  }

  private static String client(String verb, String argument) {
    if (argument.isEmpty() || argument.length() > 255 || !Characters.isGraphic(argument)) {
      throw new SyntaxFaultException(
          501, "5.5.4", verb + " takes one argument: the client's host name or address literal");
    }
    return argument;
  }

  private static String needed(String verb, String argument) {
    if (argument.isEmpty()) {
      throw new SyntaxFaultException(501, "5.5.4", verb + " takes an argument");
    }
    return argument;
  }

  private static Command bare(Command command, String verb, String argument) {
    if (!argument.isEmpty()) {
      throw new SyntaxFaultException(501, "5.5.4", verb + " takes no argument");
    }
    return command;
  }
}
