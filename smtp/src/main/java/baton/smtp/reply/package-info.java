/**
 * What a remote server's words mean.
 *
 * <p>In comes a {@link baton.smtp.grammar.Reply} with the phase of the conversation in which it was
 * given; out goes a classification: the bounce class, whether the address is dead for good, and
 * whether to count the message as delivered, try again or give up. Pure: no sockets, no clock. Next
 * room: whoever keeps the outcome, such as delivery's {@code outcome}.
 */
@NullMarked
package baton.smtp.reply;

import org.jspecify.annotations.NullMarked;
