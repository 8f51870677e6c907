/**
 * Reads delivery status notifications (RFC 3464; RFC 6533 for addresses beyond ASCII).
 *
 * <p>In comes a {@link baton.feedback.recognition.Recognised.DeliveryStatus}; out goes a {@link
 * baton.feedback.dsn.DeliveryReport}, which tells what became of a message: a {@link
 * baton.feedback.dsn.Bounce}, or nothing that matters. What a remote's words mean is not decided
 * here but in {@code baton.smtp.reply}, so that a bounce means the same whether it came at once or
 * later. Next room: {@code attribution}.
 */
@NullMarked
package baton.feedback.dsn;

import org.jspecify.annotations.NullMarked;
