/**
 * What a request means. In comes a token and what the edge saw of the visitor; the token is opened,
 * the visitor classified, and out goes the answer's substance (a target, an address) and an event
 * for {@link baton.tracking.events}. Knows neither HTTP nor Kafka.
 */
@NullMarked
package baton.tracking.engagement;

import org.jspecify.annotations.NullMarked;
