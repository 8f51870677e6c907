/**
 * Reads what comes back: complaints and bounces. No database: what must be known of a message is
 * sealed in its return path and in its {@code X-Baton-Ref} header.
 *
 * <p>The house, in the order in which a returned message walks through it: {@code smtp} → {@code
 * intake}, which leads it through {@code recognition} (what is this?) → {@code arf} or {@code dsn}
 * (what does it say?) → {@code attribution} (whose message?) → {@code events}. The edges are {@code
 * smtp} and {@code events}; the rooms between know neither Vert.x nor Kafka. {@code assembly} puts
 * them together.
 */
@NullMarked
package baton.feedback;

import org.jspecify.annotations.NullMarked;
