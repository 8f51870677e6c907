/**
 * The mailbox's pages at {@code /mailbox}, and its JSON for scripts.
 *
 * <p>What enters: requests of a browser or a script on this machine. What leaves: letters from
 * {@code mailbox.store}, made fit to be looked at by {@code mailbox.reading}; nothing here changes
 * anything.
 */
@NullMarked
package baton.standalone.mailbox.pages;

import org.jspecify.annotations.NullMarked;
