/**
 * Who takes a domain's mail. Enters a recipient's domain, leaves a {@link
 * baton.delivery.routing.Route}: RFC 5321 section 5, or a fixed next hop. Next room: shaping.
 */
@NullMarked
package baton.delivery.routing;

import org.jspecify.annotations.NullMarked;
