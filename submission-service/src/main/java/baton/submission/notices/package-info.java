/**
 * Takes up the mail that the platform itself writes. Enters what other services, or other rooms,
 * put on {@code baton.notices}; leaves mail on its way, by admission, prepare and the outbox, in
 * the transaction that moves the offset past the notice. The next room is delivery's intake.
 */
@NullMarked
package baton.submission.notices;

import org.jspecify.annotations.NullMarked;
