/**
 * What is this? The first room a returned message enters.
 *
 * <p>In come the raw octets of a message, from anybody; out goes a {@link
 * baton.feedback.recognition.Recognised}: a feedback report, a delivery status notification, or
 * something else, each with only the parts that the next room reads. Nothing that a stranger can
 * write makes this room throw, hang or hold more than its {@link
 * baton.feedback.recognition.Limits}. Next rooms: {@code arf} and {@code dsn}.
 */
@NullMarked
package baton.feedback.recognition;

import org.jspecify.annotations.NullMarked;
