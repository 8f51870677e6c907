/**
 * Receives mail by SMTP: sockets, TLS, sessions, the order of commands, and every limit that keeps
 * one peer from harming another. Knows nothing of accounts, domains or queues.
 *
 * <p>Bytes of strangers enter; {@link baton.smtp.server.Conversation}, the port to the service that
 * takes the mail, is asked what to answer. {@link baton.smtp.server.SmtpServer} is where to begin
 * reading, {@code Session} holds one connection, {@code SessionState} its legal moves, and a verb
 * with rules of its own has a file of its own ({@code DataVerb} and so on). RFC 5321, 1870, 2034,
 * 2920, 3030, 3207, 3461, 4865, 4954, 6152, 6531, 8689, 9422.
 */
@NullMarked
package baton.smtp.server;

import org.jspecify.annotations.NullMarked;
