/**
 * Makes the finished message. Enters an admitted submission; leaves, for every recipient, the
 * octets that will stand on the wire, with their envelope and their tokens, signed, beside the
 * events that tell of it. Octets that need not change do not: what the application wrote is patched
 * where a link or a field demands it, never parsed and printed again. The next room is outbox.
 */
@NullMarked
package baton.submission.prepare;

import org.jspecify.annotations.NullMarked;
