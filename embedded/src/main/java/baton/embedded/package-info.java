/**
 * A Kafka broker in this JVM and a PostgreSQL server beside it, so that Baton runs where neither is
 * installed.
 *
 * <p>What enters: a data folder and a port for each. What leaves: bootstrap servers and a database
 * URL, handed to the services exactly as in production, through {@code baton.kafka} and {@code
 * baton.postgres}; the services do not know this package. Both are real and both listen on loopback
 * only. Whatever keeps one of them from starting arrives as {@link
 * baton.embedded.EmbeddedStartException}, in one sentence that a person can act on.
 */
@NullMarked
package baton.embedded;

import org.jspecify.annotations.NullMarked;
