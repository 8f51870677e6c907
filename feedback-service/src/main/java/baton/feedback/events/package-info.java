/**
 * The back door: what follows from a report becomes events on {@code baton.events.feedback}.
 *
 * <p>In come the events of {@code intake}; out go CloudEvents, durable on Kafka before they are
 * acknowledged. Next: submission, which suppresses and remembers.
 */
@NullMarked
package baton.feedback.events;

import org.jspecify.annotations.NullMarked;
