/**
 * The commands that run beside the platform: {@code ./baton send}, {@code events} and {@code
 * status}.
 *
 * <p>What enters: a command line, and the platform's addresses from the environment or from the
 * data folder of {@code ./baton up}. What leaves: lines for a person or a script, and an exit
 * status. They use what everybody uses, the HTTP API and the event topics, and nothing of the
 * services' insides.
 */
@NullMarked
package baton.standalone.cli;

import org.jspecify.annotations.NullMarked;
