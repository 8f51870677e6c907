/**
 * What an attempt means for a message. Enters what transmission or routing found out, leaves an
 * {@link baton.delivery.outcome.Outcome} that intake makes durable. Doubt means deferred.
 */
@NullMarked
package baton.delivery.outcome;

import org.jspecify.annotations.NullMarked;
