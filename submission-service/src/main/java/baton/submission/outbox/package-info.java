/**
 * Makes mail durable, and only then says yes. Enters what prepare has made; leaves records on
 * Kafka, those of one submission in one transaction and those of many sharing it. Notices bring the
 * offsets behind them, and changes of domains, pauses and settings come by {@link
 * baton.submission.outbox.Untold}. {@link baton.submission.outbox.Handover} is the last step that
 * the smtp and http rooms wait for; the next room is another service's: delivery's intake.
 */
@NullMarked
package baton.submission.outbox;

import org.jspecify.annotations.NullMarked;
