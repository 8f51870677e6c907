/**
 * Keeps what comes twice from being done twice. Enters an idempotency key and what is wanted under
 * it; leaves the permission to do it with message ids that are written down first, or the answer
 * that was given before. {@link baton.submission.idempotency.Reservations} is the table, {@link
 * baton.submission.idempotency.AcceptedEvents} knows what was published, and {@link
 * baton.submission.idempotency.ReservedRepetitions} draws the conclusions. The next room is
 * prepare.
 */
@NullMarked
package baton.submission.idempotency;

import org.jspecify.annotations.NullMarked;
