/**
 * The way of a returned message through the house, the same whatever door it came in by.
 *
 * <p>In come its octets and the return paths to which it was sent, from {@code smtp}; it is led
 * through {@code recognition}, {@code arf} or {@code dsn}, and {@code attribution}. What follows
 * from it leaves by the port {@link baton.feedback.intake.FeedbackEvents}, behind which {@code
 * events} stands; what became of it is told to the caller and counted.
 */
@NullMarked
package baton.feedback.intake;

import org.jspecify.annotations.NullMarked;
