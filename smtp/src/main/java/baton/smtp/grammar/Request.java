package baton.smtp.grammar;

/** What one command line says: a {@link Command}, or the fault that it is refused for. */
public sealed interface Request permits Command, SyntaxFault {}
