/**
 * What two services must agree on: topics, the outbound record, notices, settings, events, tokens.
 * Plain Java and Jackson; no Kafka type stands here, so that each service maps {@link
 * baton.contracts.TopicRecord} to its own client at its own edge.
 */
@NullMarked
package baton.contracts;

import org.jspecify.annotations.NullMarked;
