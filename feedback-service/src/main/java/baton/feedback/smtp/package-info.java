/**
 * The front door: mail that comes back by SMTP.
 *
 * <p>In come connections of strangers; {@code baton.smtp.server} speaks with them, this room says
 * which recipients there are: return paths that open, and the feedback loops' address. Nothing is
 * relayed, so this can be no open relay. Out go messages to {@code intake}; 250 is said when what
 * follows from them is durable.
 */
@NullMarked
package baton.feedback.smtp;

import org.jspecify.annotations.NullMarked;
