package baton.smtp.grammar;

/**
 * A line that is no command.
 *
 * @param reply 500, 501, 550, 553 or 555, with the enhanced status and a text that names the fault
 * @param losesTrack whether what follows the line may be content that nobody can tell from
 *     commands, so that the session must end
 */
public record SyntaxFault(Reply reply, boolean losesTrack) implements Request {

  SyntaxFault(Reply reply) {
    this(reply, false);
  }
}
