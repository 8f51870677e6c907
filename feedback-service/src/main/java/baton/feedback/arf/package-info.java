/**
 * Reads reports in the abuse reporting format (RFC 5965).
 *
 * <p>In comes a {@link baton.feedback.recognition.Recognised.FeedbackReport}; out goes a {@link
 * baton.feedback.arf.Complaint}, or nothing where the report does not say what it is about. Next
 * room: {@code attribution}.
 */
@NullMarked
package baton.feedback.arf;

import org.jspecify.annotations.NullMarked;
