package baton.smtp.grammar;

/**
 * A line that is no command.
 *
 * @param reply 500, 501, 550, 553 or 555, with the enhanced status and a text that names the fault
 */
public record SyntaxFault(Reply reply) implements Request {}
