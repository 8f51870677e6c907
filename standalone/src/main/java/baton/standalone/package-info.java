/**
 * The whole platform in one JVM: the four services, an embedded Kafka and PostgreSQL, and the
 * mailbox.
 *
 * <p>What enters: {@code ./baton up}, with its options and environment. What leaves: a platform
 * that works as in production, mail travelling through Kafka and all; its addresses and keys,
 * printed and kept in the data folder. {@link baton.standalone.Standalone} is where it begins;
 * {@code mailbox} captures the mail, {@code cli} has the commands that run beside it.
 */
@NullMarked
package baton.standalone;

import org.jspecify.annotations.NullMarked;
