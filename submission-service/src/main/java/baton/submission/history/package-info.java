/**
 * What became of every message. Enter the events of all services from Kafka; leaves a message's
 * timeline to the http room, and to the suppression room the recipient that was recorded when the
 * message was accepted. It is kept by days and forgotten by days; a recipient who is erased leaves
 * it by the erasure room, and what is heard of such a one's mail only afterwards leaves it as
 * commands for delivery, by the outbox room.
 */
@NullMarked
package baton.submission.history;

import org.jspecify.annotations.NullMarked;
