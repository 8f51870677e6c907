/**
 * Baton's SMTP client: one conversation per {@link baton.smtp.client.SmtpConnection}, many messages
 * in it, one round trip per message where the peer pipelines.
 *
 * <p>In come an {@link baton.smtp.client.Endpoint} and, for each message, an {@link
 * baton.smtp.client.Envelope} and the finished content; out goes a {@link
 * baton.smtp.client.Transmission} with every reply and the exact answer to the one question that
 * matters for repetition: can the peer have the message or not? Next room: {@code
 * baton.smtp.reply}, which says what a refusal means.
 *
 * <p>RFC 5321, with RFC 2920 (PIPELINING), 3207 (STARTTLS), 1870 (SIZE), 3461 (DSN), 6152
 * (8BITMIME) and 6531 (SMTPUTF8).
 */
@NullMarked
package baton.smtp.client;

import org.jspecify.annotations.NullMarked;
