/**
 * Erases a person. Enter an account and a recipient's address; leave commands for delivery to let
 * go of what is still queued, and calls to the rooms that remember, history and idempotency, to
 * forget. What remains, where and for how long, stands in docs/privacy.md.
 */
@NullMarked
package baton.submission.erasure;

import org.jspecify.annotations.NullMarked;
