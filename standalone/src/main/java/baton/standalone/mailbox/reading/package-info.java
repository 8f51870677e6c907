/**
 * Makes a message fit to be looked at, whoever wrote it.
 *
 * <p>What enters: the bytes of a message, which may be hostile or broken. What leaves: its text,
 * its HTML made harmless, its headers and attachments, for {@code mailbox.pages}. Pure: no I/O, no
 * state.
 */
@NullMarked
package baton.standalone.mailbox.reading;

import org.jspecify.annotations.NullMarked;
