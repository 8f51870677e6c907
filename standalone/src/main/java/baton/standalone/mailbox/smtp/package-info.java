/**
 * The mailbox's SMTP side: takes whatever is sent to it, for any recipient.
 *
 * <p>What enters: mail from delivery, or from any program on this machine. What leaves: {@link
 * baton.standalone.mailbox.store.Arrival}s to {@code mailbox.store}; the peer is answered when they
 * are on the disk. Next room: {@code mailbox.store}.
 */
@NullMarked
package baton.standalone.mailbox.smtp;

import org.jspecify.annotations.NullMarked;
