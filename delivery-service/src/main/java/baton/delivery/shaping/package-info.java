/**
 * Turns. Enters a message with its route, waits in the queue of its site, and is given to one of
 * the site's lines; what becomes of it leaves as an outcome. A site that is slow or down holds up
 * no other: what waits too long goes to the deferred table. Next room: transmission.
 */
@NullMarked
package baton.delivery.shaping;

import org.jspecify.annotations.NullMarked;
