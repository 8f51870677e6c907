package baton.submission.protection;

import java.time.Instant;

/**
 * That an account may not send.
 *
 * @param reason a sentence without a full stop
 */
public record Pause(String reason, Instant since) {}
