/**
 * The edge to {@code baton.events.delivery}: writes what became of messages, in the transaction
 * that also commits intake's offsets, and reads the end of it again when a partition changes hands.
 */
@NullMarked
package baton.delivery.events;

import org.jspecify.annotations.NullMarked;
