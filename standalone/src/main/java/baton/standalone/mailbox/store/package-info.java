/**
 * Where captured mail is kept: an append-only log in the data folder.
 *
 * <p>What enters: finished mail from {@code mailbox.smtp}, to be on the disk before it is
 * acknowledged. What leaves: {@link baton.standalone.mailbox.store.Letter}s, newest first, and
 * their bytes, to {@code mailbox.pages}.
 */
@NullMarked
package baton.standalone.mailbox.store;

import org.jspecify.annotations.NullMarked;
