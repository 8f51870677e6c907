/**
 * What Baton's tests need of the world outside: a Kafka and a PostgreSQL ({@link
 * baton.testkit.Backends}), the recipient's mail server ({@link baton.testkit.ScriptedMailServer}),
 * the domain name system ({@link baton.testkit.DnsServer}), other people's programs ({@link
 * baton.testkit.Programs}) and certificates ({@link baton.testkit.Certificates}).
 *
 * <p>Everything here is real: real sockets on loopback, real messages, real records. A test scripts
 * what the world does (an answer, a fault, a silence), lets the part under test meet it, and then
 * asks what arrived. Nothing of Baton but {@code embedded} is used, so every module may test with
 * it, and what a test reads is never decoded by the code that wrote it.
 */
@NullMarked
package baton.testkit;

import org.jspecify.annotations.NullMarked;
