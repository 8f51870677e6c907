/**
 * Takes mail over from applications, so that from its 250 or 202 on Baton is responsible. Mail
 * enters by the smtp and http rooms, is admitted, composed and prepared, and leaves by the outbox.
 * Beside that way stand the rooms that remember: accounts, domains, suppression and history, and
 * the one that makes them forget: erasure.
 */
@NullMarked
package baton.submission;

import org.jspecify.annotations.NullMarked;
