/**
 * The language of SMTP, with no socket in sight: commands and what is wrong with them, replies and
 * enhanced status codes, addresses, line framing, and the dots of the DATA phase.
 *
 * <p>Bytes enter; commands, message content or the reply that names the fault leave. Next rooms:
 * {@code baton.smtp.server} and {@code baton.smtp.client}, which hold the sockets, and {@code
 * baton.smtp.reply}, which says what a reply means for a message. RFC 5321, with RFC 1870 (SIZE),
 * 2034 and 3463 (enhanced codes), 3461 (DSN), 4954 (AUTH), 6152 (8BITMIME), 6531 (SMTPUTF8).
 */
@NullMarked
package baton.smtp.grammar;

import org.jspecify.annotations.NullMarked;
