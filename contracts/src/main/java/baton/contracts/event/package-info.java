/**
 * What became of a message, and of what an account owns, in a closed vocabulary. Services publish
 * these events on the {@code baton.events.*} topics; submission's history, and whoever subscribes,
 * read them.
 */
@NullMarked
package baton.contracts.event;

import org.jspecify.annotations.NullMarked;
