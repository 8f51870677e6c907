/** Puts the rooms together when the service starts, and takes them apart when it stops. */
@NullMarked
package baton.delivery.assembly;

import org.jspecify.annotations.NullMarked;
