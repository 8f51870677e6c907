package baton.submission.erasure;

import java.util.Optional;

/**
 * What an erasure has found.
 *
 * @param messages that history knew
 * @param events of these messages
 * @param cancelled messages that had not come to their end, and which delivery was asked to let go
 *     of
 * @param suppressed why the address stands on the account's suppression list, and goes on standing
 *     there; empty where it does not
 */
public record Erased(long messages, long events, int cancelled, Optional<String> suppressed) {}
