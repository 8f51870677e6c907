/**
 * How fast the platform takes mail and passes it on, measured from outside. {@link
 * baton.bench.Bench} starts a platform in a process of its own, with a {@link baton.bench.Sink} as
 * its smarthost; a {@link baton.bench.ClosedLoop} sends through a {@link baton.bench.Door}; {@link
 * baton.bench.Figures} are what came of it.
 */
@NullMarked
package baton.bench;

import org.jspecify.annotations.NullMarked;
