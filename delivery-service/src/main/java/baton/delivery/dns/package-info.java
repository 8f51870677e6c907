/** The edge to the DNS, by dnsjava: answers what routing asks. */
@NullMarked
package baton.delivery.dns;

import org.jspecify.annotations.NullMarked;
