package baton.delivery.intake;

import baton.contracts.event.Event;
import baton.delivery.deferral.DeferredStore;
import baton.delivery.events.EventLog;
import baton.delivery.events.EventTail;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * What intake works with.
 *
 * @param consumer of {@code baton.outbound}, not yet subscribed; intake's own from now on
 * @param commands consumer for {@code baton.commands}, in no group; intake's own too
 * @param topics what must be there before mail is read
 * @param maxMessages in memory at the most
 * @param maxBytes in memory at the most, in octets
 * @param published is told of every event that became durable, on intake's thread
 */
public record IntakeParts(
    KafkaConsumer<String, byte[]> consumer,
    KafkaConsumer<String, byte[]> commands,
    OutboundTopics topics,
    DeferredStore deferred,
    EventLog log,
    EventTail tail,
    InstantSource clock,
    int maxMessages,
    long maxBytes,
    Consumer<Event> published) {}
