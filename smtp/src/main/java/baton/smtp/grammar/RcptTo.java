package baton.smtp.grammar;

/**
 * {@code RCPT TO}, which names one recipient (RFC 5321 section 4.1.1.3).
 *
 * @param recipient whom the message is for
 * @param parameters what the client wants to be told of this recipient's copy
 */
public record RcptTo(ForwardPath recipient, RcptParameters parameters) implements Command {}
