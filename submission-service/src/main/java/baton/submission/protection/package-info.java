/**
 * Keeps the platform from carrying spam: an account whose mail is complained about, or bounces,
 * more than the {@link baton.submission.protection.Thresholds} allow is paused, and admission
 * refuses its mail until an administrator resumes it. The counts come from history, which names the
 * accounts that something bad was told of; what is decided goes out as an event by the outbox. It
 * also counts what accounts send: each instance takes portions of their {@link
 * baton.submission.admission.Quota quotas} from PostgreSQL, where all instances meet.
 */
@NullMarked
package baton.submission.protection;

import org.jspecify.annotations.NullMarked;
