/**
 * Follows {@code baton.suppressions}. Enter the topic's records; shaping asks before it lets a
 * message out.
 */
@NullMarked
package baton.delivery.suppression;

import org.jspecify.annotations.NullMarked;
