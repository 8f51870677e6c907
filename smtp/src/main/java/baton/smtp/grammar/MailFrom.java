package baton.smtp.grammar;

/**
 * {@code MAIL FROM}, which opens a transaction (RFC 5321 section 4.1.1.2).
 *
 * @param sender where failures are reported
 * @param parameters what the client says of the message to come
 */
public record MailFrom(ReversePath sender, MailParameters parameters) implements Command {}
