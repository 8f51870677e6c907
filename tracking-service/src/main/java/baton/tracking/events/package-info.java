/**
 * Events on their way to {@code baton.events.tracking}, by SmallRye Reactive Messaging. In come
 * events from {@link baton.tracking.engagement}; out go Kafka records.
 *
 * <p>What stands: opens and clicks wait in memory, bounded in octets, until Kafka has taken them.
 * An outage of Kafka loses none until that room is full; the end of the process loses what waits in
 * it (a clean stop gives Kafka a few seconds to take the rest). A journal on disk is not built yet.
 * An unsubscribe is answered only when Kafka has it, so none is lost.
 */
@NullMarked
package baton.tracking.events;

import org.jspecify.annotations.NullMarked;
