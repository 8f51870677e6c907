/**
 * Whose message? The room that decides whether a report may change anything.
 *
 * <p>In come the return paths to which a message was sent and the header that came back in it; out
 * goes the message that is reported about, or nothing. Next room: {@code intake} makes the event.
 */
@NullMarked
package baton.feedback.attribution;

import org.jspecify.annotations.NullMarked;
