/**
 * Where mail enters delivery, and where what became of it is made durable. One thread reads {@code
 * baton.outbound}, hands messages to shaping, takes outcomes back, and publishes events and offsets
 * together. Its promises are in {@link baton.delivery.intake.Intake}.
 */
@NullMarked
package baton.delivery.intake;

import org.jspecify.annotations.NullMarked;
