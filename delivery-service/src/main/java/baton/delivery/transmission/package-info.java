/**
 * The edge to the remote mail servers, by {@code smtp.client}: opens lines for shaping and carries
 * messages on them.
 */
@NullMarked
package baton.delivery.transmission;

import org.jspecify.annotations.NullMarked;
