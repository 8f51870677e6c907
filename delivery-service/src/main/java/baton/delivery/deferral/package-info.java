/**
 * Where messages wait for a later attempt: PostgreSQL. Enters what shaping or an attempt postponed,
 * leaves what is due, back to shaping. Every write is conditional on the tenure under which it is
 * made, so that an instance which has lost a partition can no longer change its rows.
 */
@NullMarked
package baton.delivery.deferral;

import org.jspecify.annotations.NullMarked;
